/** Who may do what: limits of each role, and every right as a switch. */
import { UnstyledButton } from '@mantine/core';
import { type Right, type Role, ROLES } from '#domain/operator/operator.ts';
import type { RolesSettings, RoleSettings } from '#domain/settings/settings.ts';
import { useDesk } from '../../parts/desk.tsx';
import type { TextKey } from '../../text/text.ts';
import { AmountField, Group, PercentField } from './fields.view.tsx';
import type { FormProps } from './form.ts';
import styles from './shop.module.css';

const RIGHT_GROUPS: readonly { readonly title: TextKey; readonly rights: readonly Right[] }[] = [
  {
    title: 'shop.roles.selling',
    rights: [
      'sell',
      'void-line',
      'cancel-ticket',
      'hold-ticket',
      'discount',
      'override-price',
      'refund',
      'see-tickets',
      'reprint',
      'resolve-print',
    ],
  },
  {
    title: 'shop.roles.customers',
    rights: [
      'see-customers',
      'enrol-customer',
      'manage-customers',
      'erase-customer',
      'sell-gift-card',
      'block-account',
    ],
  },
  {
    title: 'shop.roles.cash',
    rights: [
      'open-session',
      'suspend-session',
      'resume-session-of-another',
      'pay-in',
      'pay-out',
      'safe-drop',
      'open-drawer',
      'count-cash',
      'close-session',
    ],
  },
  {
    title: 'shop.roles.manager',
    rights: ['see-expected', 'see-closings', 'close-day', 'approve', 'manage-devices', 'manage-settings'],
  },
];

/** Whoever took this one away could not give it back. */
const KEPT: Readonly<Partial<Record<Role, Right>>> = { manager: 'manage-settings' };

export function RolesForm({ draft, onChange }: FormProps<RolesSettings>) {
  const { words } = useDesk();
  const set = (role: Role, changed: Partial<RoleSettings>) =>
    onChange({ ...draft, [role]: { ...draft[role], ...changed } });
  const name = (role: Role) => words.t(`role.${role}`);

  return (
    <>
      <Group title="shop.roles.limits" hint="shop.roles.limits-hint">
        <div className={styles['matrix']}>
          <span />
          {ROLES.map((role) => (
            <strong key={role}>{name(role)}</strong>
          ))}
          <span>{words.t('shop.roles.discount')}</span>
          {ROLES.map((role) => (
            <PercentField
              key={role}
              bare
              about={name(role)}
              label="shop.roles.discount"
              value={draft[role].discountBasisPointsMax}
              onChange={(value) => set(role, { discountBasisPointsMax: value })}
            />
          ))}
          <span>{words.t('shop.roles.override')}</span>
          {ROLES.map((role) => (
            <PercentField
              key={role}
              bare
              about={name(role)}
              label="shop.roles.override"
              value={draft[role].overrideBasisPointsMax}
              onChange={(value) => set(role, { overrideBasisPointsMax: value })}
            />
          ))}
          <span>{words.t('shop.roles.refund')}</span>
          {ROLES.map((role) => (
            <AmountField
              key={role}
              bare
              about={name(role)}
              label="shop.roles.refund"
              value={draft[role].refundMinorMax}
              onChange={(value) => set(role, { refundMinorMax: value })}
            />
          ))}
          <span>{words.t('shop.roles.pay-out')}</span>
          {ROLES.map((role) => (
            <AmountField
              key={role}
              bare
              about={name(role)}
              label="shop.roles.pay-out"
              value={draft[role].payOutMinorMax}
              onChange={(value) => set(role, { payOutMinorMax: value })}
            />
          ))}
        </div>
      </Group>
      {RIGHT_GROUPS.map(({ title, rights }) => (
        <Group key={title} title={title}>
          <div className={styles['matrix']}>
            <span />
            {ROLES.map((role) => (
              <strong key={role}>{name(role)}</strong>
            ))}
            {rights.map((right) => [
              <span key={right}>{words.t(`right.${right}`)}</span>,
              ...ROLES.map((role) => (
                <RightSwitch
                  key={`${right}-${role}`}
                  label={`${name(role)}: ${words.t(`right.${right}`)}`}
                  name={`${role}-${right}`}
                  has={draft[role].rights.includes(right)}
                  kept={KEPT[role] === right && draft[role].rights.includes(right)}
                  onChange={(has) =>
                    set(role, {
                      rights: has ? [...draft[role].rights, right] : draft[role].rights.filter((one) => one !== right),
                    })
                  }
                />
              )),
            ])}
          </div>
        </Group>
      ))}
    </>
  );
}

function RightSwitch(given: {
  readonly label: string;
  readonly name: string;
  readonly has: boolean;
  readonly kept: boolean;
  readonly onChange: (has: boolean) => void;
}) {
  const { words } = useDesk();
  return (
    <UnstyledButton
      className={styles['right']}
      role="switch"
      aria-checked={given.has}
      aria-disabled={given.kept}
      aria-label={given.label}
      data-switch={given.name}
      onClick={() => {
        if (!given.kept) given.onChange(!given.has);
      }}
    >
      <span className={styles['knob']} aria-hidden />
      <span aria-hidden>{words.t(given.has ? 'shop.yes' : 'shop.no')}</span>
    </UnstyledButton>
  );
}
