/** How the drawer stands, in words, and everything that is done with it; a digit chooses. */
import type { CashView } from '#contract/screen/cash.ts';
import type { Right } from '#domain/operator/operator.ts';
import type { Action } from '../../keys/keys.ts';
import { ActionButton } from '../../parts/action-button.tsx';
import { useDesk } from '../../parts/desk.tsx';
import { besideTicket } from '../../parts/feedback.ts';
import { PanelHead } from '../../parts/panel-head.tsx';
import { useConfirmation } from '../../parts/use-confirmation.ts';
import { useLooseKeys } from '../../parts/use-wedge.ts';
import type { TextKey } from '../../text/text.ts';
import type { CashPanelProps } from './opening.view.tsx';
import { dayAgeText } from './use-cash.ts';
import styles from './cash.module.css';

type Tile = Action | 'blind-close';

const GROUPS: readonly { readonly name: TextKey; readonly tiles: readonly (readonly [Tile, Right])[] }[] = [
  {
    name: 'cash.movements',
    tiles: [
      ['pay-in', 'pay-in'],
      ['pay-out', 'pay-out'],
      ['safe-drop', 'safe-drop'],
    ],
  },
  {
    name: 'cash.session',
    tiles: [
      ['drawer', 'open-drawer'],
      ['suspend', 'suspend-session'],
      ['x-report', 'see-expected'],
    ],
  },
  {
    name: 'cash.end',
    tiles: [
      ['count', 'count-cash'],
      ['blind-close', 'count-cash'],
      ['closings', 'see-closings'],
    ],
  },
];
const TILES = GROUPS.flatMap(({ tiles }) => tiles);

export function CashMenu({ selling, run, onAction, cash, station }: CashPanelProps) {
  const { words, formats } = useDesk();
  const blindly = useConfirmation();
  const rights = station.operator?.rights ?? [];
  const advice = [dayAgeText(cash, words, formats), cash.isDropAdvised ? words.t('cash.drop-advised') : null].filter(
    (text) => text !== null,
  );

  async function blindClose(): Promise<void> {
    if (!blindly.press()) return;
    const outcome = await selling.send('blindClose', { holdTickets: true });
    if (outcome?.kind === 'done') selling.say('good', words.t('cash.blind-closed'));
  }

  function take(tile: Tile, right: Right): void {
    if (!rights.includes(right)) selling.say('bad', words.t('cash.no-right'));
    else if (tile === 'blind-close') void blindClose();
    else run(tile);
  }

  onAction((action) => action === 'void-line' || action === 'quantity');
  useLooseKeys((key) => {
    const tile = TILES[Number(key) - 1];
    if (tile !== undefined) take(...tile);
  });

  return (
    <div className={styles['panel']}>
      <PanelHead
        title={words.t('cash.title')}
        feedback={besideTicket(selling.feedback)}
        serial={selling.serial}
        onBack={() => run('back')}
      />
      <div className={styles['scroll']} tabIndex={0} data-field="main" role="region" aria-label={words.t('cash.title')}>
        <section className={styles['state']} data-cash-state={cash.state}>
          <strong className={styles['state-words']}>
            <i className={styles['dot']} aria-hidden />
            {words.t(`cash.state.${cash.state}`)}
          </strong>
          <span className={styles['hint']}>{sinceText(cash)}</span>
          {(cash.openTickets > 0 || cash.heldTickets > 0) && (
            <span className={styles['hint']}>
              {[
                ...(cash.openTickets > 0 ? [words.t('cash.open-tickets', { count: cash.openTickets })] : []),
                ...(cash.heldTickets > 0 ? [words.t('cash.held-tickets', { count: cash.heldTickets })] : []),
              ].join(' · ')}
            </span>
          )}
        </section>
        {advice.map((text) => (
          <p key={text} className={styles['advice']}>
            {text}
          </p>
        ))}
        {GROUPS.map(({ name, tiles }) => (
          <section key={name} className={styles['group']} aria-label={words.t(name)}>
            <h3>{words.t(name)}</h3>
            <div className={styles['tiles']}>
              {tiles.map(([tile, right]) => (
                <ActionButton
                  key={tile}
                  name={tile}
                  cap={String(TILES.findIndex(([other]) => other === tile) + 1)}
                  tone={tile === 'safe-drop' && cash.isDropAdvised ? 'chosen' : 'plain'}
                  disabled={!rights.includes(right)}
                  onPress={() => take(tile, right)}
                >
                  {tile === 'blind-close' && blindly.armed ? words.t('counting.again') : words.t(wordsOfTile(tile))}
                </ActionButton>
              ))}
            </div>
          </section>
        ))}
      </div>
    </div>
  );

  function sinceText({ openedByName, openedAtMs, businessDay }: CashView): string {
    if (openedByName === null || openedAtMs === null || businessDay === null) return '';
    return words.t('cash.since', {
      name: openedByName,
      time: formats.time(openedAtMs),
      day: formats.day(businessDay),
    });
  }
}

function wordsOfTile(tile: Tile): TextKey {
  return tile === 'blind-close' ? 'cash.blind-close' : `action.${tile}`;
}
