/** The list of pages beside the page that is open. */
import { UnstyledButton } from '@mantine/core';
import { type ReactNode, useEffect, useRef } from 'react';
import { LANGUAGES, LANGUAGE_NAMES } from '#renderer/text/text.ts';
import { useDesk, useMe } from '../desk.tsx';
import icon from '../icon.svg';
import { ask } from '../link/ask.ts';
import { AccountPage } from '../pages/account/account.view.tsx';
import { AccountPageOf } from '../pages/customers/account.view.tsx';
import { CustomerPage } from '../pages/customers/customer.view.tsx';
import { CustomersPage } from '../pages/customers/customers.view.tsx';
import { CataloguePage } from '../pages/catalogue/catalogue.view.tsx';
import { ProductPage } from '../pages/catalogue/product.view.tsx';
import { SettingsPage } from '../pages/settings/settings.view.tsx';
import { StockPage } from '../pages/stock/stock.view.tsx';
import { ExposurePage } from '../pages/exposure/exposure.view.tsx';
import { JournalPage } from '../pages/journal/journal.view.tsx';
import { SessionsPage } from '../pages/sessions/sessions.view.tsx';
import { StoresPage } from '../pages/stores/stores.view.tsx';
import { TillPage } from '../pages/tills/till.view.tsx';
import { TillsPage } from '../pages/tills/tills.view.tsx';
import { TodayPage } from '../pages/today/today.view.tsx';
import { UsersPage } from '../pages/users/users.view.tsx';
import { Choice } from '../parts/field.tsx';
import { addressOf, PLACES, usePlace, type Place, type PlaceName } from './places.ts';
import styles from './shell.module.css';

export function Shell({ onSignedOut }: { readonly onSignedOut: () => void }) {
  const { words, looks, prefer } = useDesk();
  const me = useMe();
  const open = PLACES.filter(({ right }) => right === null || me.rights.includes(right));
  const asked = usePlace();
  const place: Place =
    asked !== null && open.some(({ name }) => name === asked.name)
      ? asked
      : { name: open[0]?.name ?? 'account', detail: null };
  const main = useRef<HTMLElement>(null);
  const title = words.t(`place.${place.name}`);
  useEffect(() => {
    document.title = `${title} · ${me.organisation.name}`;
  }, [title, me.organisation.name]);
  const key = `${place.name}/${place.detail ?? ''}`;
  const before = useRef(key);
  useEffect(() => {
    // A page that was gone to is where the keyboard is; the first one is read from its beginning.
    if (before.current !== key) {
      main.current?.focus({ preventScroll: true });
      main.current?.scrollTo({ top: 0 });
    }
    before.current = key;
  }, [key]);

  async function signOut(): Promise<void> {
    await ask('sign-out', {});
    onSignedOut();
  }

  return (
    <div className={styles['shell']} data-screen="pages" data-place={place.name}>
      <button type="button" className={styles['skip']} onClick={() => main.current?.focus()}>
        {words.t('shell.skip')}
      </button>
      <aside className={styles['side']}>
        <div className={styles['brand']}>
          <img src={icon} alt="" />
          <strong dir="auto">{me.organisation.name}</strong>
        </div>
        <nav className={styles['places']} aria-label={words.t('shell.pages')}>
          {open
            .filter(({ name }) => name !== 'account')
            .map(({ name }) => (
              <a
                key={name}
                className={styles['place']}
                href={addressOf(name)}
                aria-current={name === place.name ? 'page' : undefined}
                data-go={name}
              >
                <Icon name={name} />
                {words.t(`place.${name}`)}
              </a>
            ))}
        </nav>
        <div className={styles['foot']}>
          <div className={styles['looks']}>
            <Choice
              label={words.till.t('settings.language')}
              name="language"
              value={looks.language}
              options={LANGUAGES.map((value) => ({ value, label: LANGUAGE_NAMES[value] }))}
              onChoose={(language) => prefer({ language })}
            />
            <Choice
              label={words.till.t('settings.theme')}
              name="theme"
              value={looks.theme}
              options={(['auto', 'light', 'dark'] as const).map((value) => ({
                value,
                label: value === 'auto' ? words.t('shell.theme-auto') : words.till.t(`settings.theme-${value}`),
              }))}
              onChoose={(theme) => prefer({ theme })}
            />
          </div>
          <div className={styles['who']}>
            <a
              href={addressOf('account')}
              className={styles['me']}
              aria-current={place.name === 'account' ? 'page' : undefined}
            >
              <strong>
                <bdi>{me.name}</bdi>
              </strong>
              <small>{words.t(`role.${me.role}`)}</small>
            </a>
            <UnstyledButton className={styles['out']} data-action="sign-out" onClick={() => void signOut()}>
              {words.t('shell.sign-out')}
            </UnstyledButton>
          </div>
        </div>
      </aside>
      <main ref={main} className={styles['main']} tabIndex={-1} data-main>
        {/* A page keeps nothing of the one before it. */}
        <div key={place.name} className={styles['page']}>
          {pageOf(place)}
        </div>
      </main>
    </div>
  );
}

const STORE_PREFIX = 'store:';
const ACCOUNT_PREFIX = 'account:';

function pageOf({ name, detail }: Place): ReactNode {
  const storeId = detail?.startsWith(STORE_PREFIX) === true ? detail.slice(STORE_PREFIX.length) : null;
  switch (name) {
    case 'today':
      return <TodayPage key={storeId} storeId={storeId} />;
    case 'sessions':
      return <SessionsPage />;
    case 'stores':
      return <StoresPage />;
    case 'tills':
      return detail === null || storeId !== null ? (
        <TillsPage storeId={storeId} />
      ) : (
        <TillPage key={detail} tillId={detail} />
      );
    case 'catalogue':
      return detail === null ? <CataloguePage /> : <ProductPage key={detail} productId={detail} />;
    case 'stock':
      return <StockPage key={storeId} storeId={storeId} />;
    case 'settings':
      return <SettingsPage />;
    case 'customers':
      if (detail === null) return <CustomersPage />;
      return detail.startsWith(ACCOUNT_PREFIX) ? (
        <AccountPageOf key={detail} accountId={detail.slice(ACCOUNT_PREFIX.length)} />
      ) : (
        <CustomerPage key={detail} personId={detail} />
      );
    case 'exposure':
      return <ExposurePage />;
    case 'journal':
      return <JournalPage key={detail} detail={detail} />;
    case 'users':
      return <UsersPage />;
    case 'account':
      return <AccountPage />;
  }
}

/** Drawn by strokes, in the colour of their words. */
const STROKES: Readonly<Record<PlaceName, string>> = {
  today: 'M4 20V11M10 20V4M16 20v-7M22 20H2',
  sessions: 'M3 8h18v11H3zM3 12h18M8 8V5h8v3M15 15.5h3',
  stores: 'M4 10v10h16V10M2.5 10 5 4h14l2.5 6zM9.5 20v-6h5v6',
  tills: 'M4 4h16v9H4zM9 13v3M15 13v3M3 16h18v4H3zM7.5 7.5h9',
  catalogue: 'M4 5h16M4 12h16M4 19h16M8 3v4M15 10v4M11 17v4',
  stock: 'M3 8l9-5 9 5v9l-9 5-9-5zM3 8l9 5 9-5M12 13v9',
  customers: 'M12 12a4 4 0 1 0 0-8 4 4 0 0 0 0 8zM4.5 21c.6-4 3.600-6 7.500-6s6.900 2 7.500 6',
  exposure: 'M12 3 2.500 20h19zM12 10v4.500M12 17.200v.3',
  journal: 'M6 3h12v18H6zM9.500 8h5M9.500 12h5M9.500 16h3',
  settings:
    'M12 15a3 3 0 1 0 0-6 3 3 0 0 0 0 6zM12 2v4M12 18v4' +
    'M2 12h4M18 12h4M5 5l2.800 2.800M16.200 16.200 19 19M19 5l-2.800 2.800M7.800 16.200 5 19',
  users:
    'M9 11a3.500 3.500 0 1 0 0-7 3.500 3.500 0 0 0 0 7zM2.500 20c.5-3.500 3-5.500 6.500-5.500s6 2 6.500 5.500' +
    'M16 4.500a3.500 3.500 0 0 1 0 6.200M18 15c2 .8 3.200 2.500 3.500 5',
  account: '',
};

function Icon({ name }: { readonly name: PlaceName }) {
  return (
    <svg viewBox="0 0 24 24" className={styles['icon']} aria-hidden>
      <path d={STROKES[name]} />
    </svg>
  );
}
