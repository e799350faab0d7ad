/**
 * The ticket: its lines, and the amount that is always the largest thing on the screen. A line is painted anew only when
 * something on it changed, so that the hundredth scan costs what the first did.
 */
import { VisuallyHidden } from '@mantine/core';
import { memo, useLayoutEffect, useRef } from 'react';
import type { BasketView, LineView, StationView, StatusView } from '#contract/screen/views.ts';
import { Amount } from '../parts/amount.tsx';
import { useDesk } from '../parts/desk.tsx';
import { Notices } from '../parts/notices.tsx';
import { MemberStrip } from './member-strip.view.tsx';
import { useJustDone } from './use-just-done.ts';
import type { Selling } from './use-selling.ts';
import styles from './ticket.module.css';

type Currency = StationView['shop']['currency'];

export interface TicketProps {
  readonly selling: Selling;
  readonly currency: Currency;
  readonly status: StatusView;
  /** What stands beside the ticket. */
  readonly panel: string;
}

export function TicketView({ selling, currency, status, panel }: TicketProps) {
  const { words } = useDesk();
  const { basket, selectedId } = selling;
  const list = useRef<HTMLDivElement>(null);
  const choose = useStable(selling.choose);

  useLayoutEffect(() => {
    if (selectedId === null) return;
    list.current?.querySelector(`[data-line-id="${CSS.escape(selectedId)}"]`)?.scrollIntoView({ block: 'nearest' });
  }, [selectedId, basket.lines.length, status.notices.length]);

  const { isEmpty } = selling;
  const { lastTicket, abandoned } = useJustDone(basket, panel);
  return (
    <section
      className={styles['ticket']}
      aria-label={words.t('ticket.title')}
      data-ticket={basket.ticketId}
      data-version={basket.version}
    >
      <header className={styles['head']}>
        <h1 className={styles['title']}>
          {abandoned !== null
            ? words.t('after.abandoned')
            : lastTicket === null
              ? words.t('ticket.title')
              : words.t(lastTicket.isRefund ? 'after.refunded' : 'after.paid', { number: lastTicket.number })}
        </h1>
        <span className={styles['count']}>
          {basket.articleCount > 0 && words.t('ticket.articles', { count: basket.articleCount })}
        </span>
      </header>
      {basket.member !== null && (
        <MemberStrip member={basket.member} isNext={lastTicket !== null} onOpen={() => selling.show('member')} />
      )}
      {isEmpty ? (
        <Empty lastTicket={lastTicket} isAbandoned={abandoned !== null} />
      ) : (
        <div
          ref={list}
          className={styles['lines']}
          role="listbox"
          tabIndex={0}
          aria-label={words.t('ticket.lines')}
          aria-activedescendant={selectedId === null ? undefined : `line-${selectedId}`}
        >
          {basket.lines.map((line) => (
            <Line key={line.lineId} line={line} selected={line.lineId === selectedId} onChoose={choose} />
          ))}
          {basket.vouchers.map((voucher) => (
            <Voucher
              key={voucher.lineId}
              voucher={voucher}
              selected={voucher.lineId === selectedId}
              onChoose={choose}
            />
          ))}
        </div>
      )}
      {/* Only the list gives way to what happened: total, digits and payment stay where the hand expects them. */}
      <Notices status={status} />
      {abandoned !== null ? (
        <Back back={abandoned.back} />
      ) : lastTicket === null ? (
        <Total basket={basket} currency={currency} isPaying={selling.panel === 'pay'} />
      ) : lastTicket.isRefund && lastTicket.back.length > 0 ? (
        <Back back={lastTicket.back} />
      ) : (
        <Change lastTicket={lastTicket} />
      )}
    </section>
  );
}

interface LineProps {
  readonly line: LineView;
  readonly selected: boolean;
  readonly onChoose: (lineId: string) => void;
}

const Line = memo(
  function Line({ line, selected, onChoose }: LineProps) {
    const { words, formats } = useDesk();
    const isOnePiece = line.unit === 'piece' && line.quantityMilli === 1_000;
    const parts = {
      quantity: formats.quantity(line.quantityMilli, line.unit),
      price: formats.money(line.unitPriceMinor),
      unit: words.t(`unit.${line.unit}`),
    };
    return (
      <div
        id={`line-${line.lineId}`}
        className={styles['line']}
        role="option"
        aria-selected={selected}
        data-line-id={line.lineId}
        data-kind={line.kind}
        onClick={() => onChoose(line.lineId)}
      >
        <span className={styles['label']}>
          {line.kind === 'deposit' ? `${words.t('ticket.deposit')} · ` : ''}
          <bdi>{line.label}</bdi>
          {line.ageLimitYears !== undefined && (
            <abbr className={styles['age']} title={words.t('ticket.age-hint', { years: line.ageLimitYears })}>
              {words.t('ticket.age', { years: line.ageLimitYears })}
            </abbr>
          )}
        </span>
        <span className={styles['gross']}>
          {line.listGrossMinor !== undefined && line.listGrossMinor !== line.grossMinor && (
            <s className={styles['listed']}>
              <VisuallyHidden>{words.t('ticket.listed')} </VisuallyHidden>
              <Amount text={formats.amount(line.listGrossMinor)} />
            </s>
          )}
          <Amount text={formats.amount(line.grossMinor)} />
        </span>
        <span className={styles['detail']}>
          {line.discount !== undefined && (
            <span className={styles['off']}>
              <TakenOff discount={line.discount} />
            </span>
          )}
          {line.listUnitPriceMinor !== undefined && (
            <bdi className={styles['off']}>
              {words.t('ticket.price-set')} <s>{formats.money(line.listUnitPriceMinor)}</s>
            </bdi>
          )}
          {!isOnePiece && (
            <bdi className={styles['times']}>
              {words.t(line.unit === 'piece' ? 'ticket.each' : 'ticket.weighed', parts)}
            </bdi>
          )}
          {line.brand !== undefined && <bdi>{line.brand}</bdi>}
          {line.stockLeftMilli !== undefined && (
            <bdi className={styles['oversold']} data-stock-left={line.stockLeftMilli}>
              {words.t('ticket.stock-left', { quantity: formats.quantity(line.stockLeftMilli, line.unit) })}
            </bdi>
          )}
        </span>
      </div>
    );
  },
  (before, after) =>
    before.selected === after.selected && before.onChoose === after.onChoose && isSameLine(before.line, after.line),
);

/** Views come as new objects each time; what is painted of them is compared instead. */
function isSameLine(a: LineView, b: LineView): boolean {
  return (
    a.lineId === b.lineId &&
    a.quantityMilli === b.quantityMilli &&
    a.grossMinor === b.grossMinor &&
    a.unitPriceMinor === b.unitPriceMinor &&
    a.label === b.label &&
    a.brand === b.brand &&
    a.listGrossMinor === b.listGrossMinor &&
    a.listUnitPriceMinor === b.listUnitPriceMinor &&
    a.discount?.kind === b.discount?.kind &&
    a.discount?.value === b.discount?.value &&
    a.discount?.reason === b.discount?.reason &&
    a.ageLimitYears === b.ageLimitYears &&
    a.stockLeftMilli === b.stockLeftMilli
  );
}

/** Stored value that is sold with the ticket: owed, and no article. */
function Voucher(props: {
  readonly voucher: BasketView['vouchers'][number];
  readonly selected: boolean;
  readonly onChoose: (lineId: string) => void;
}) {
  const { words, formats } = useDesk();
  const { voucher } = props;
  return (
    <div
      id={`line-${voucher.lineId}`}
      className={styles['line']}
      role="option"
      aria-selected={props.selected}
      data-line-id={voucher.lineId}
      data-kind="stored-value"
      onClick={() => props.onChoose(voucher.lineId)}
    >
      <span className={styles['label']}>{words.t(`gift.line-${voucher.account}`)}</span>
      <Amount className={styles['gross']} text={formats.amount(voucher.amountMinor)} />
      <span className={styles['detail']}>
        {words.t('ticket.balance-after', { amount: formats.money(voucher.balanceAfterMinor) })}
      </span>
    </div>
  );
}

function Empty(given: { readonly lastTicket: BasketView['lastTicket']; readonly isAbandoned: boolean }) {
  const { words, formats } = useDesk();
  const { lastTicket } = given;
  if (given.isAbandoned) {
    return (
      <div className={styles['empty']}>
        <p className={styles['hint']}>{words.t('after.abandoned-hint')}</p>
      </div>
    );
  }
  if (lastTicket === null) {
    return (
      <div className={styles['empty']}>
        <Barcode />
        <p className={styles['invite']}>{words.t('ticket.empty')}</p>
        <p className={styles['hint']}>{words.t('ticket.empty-hint')}</p>
      </div>
    );
  }
  return (
    <div className={styles['empty']}>
      <dl className={styles['sums']}>
        <dt>{words.t(lastTicket.isRefund ? 'after.refund-total' : 'after.total')}</dt>
        <dd>
          <Amount text={formats.money(Math.abs(lastTicket.totalMinor))} />
        </dd>
        {!lastTicket.isRefund && (
          <>
            <dt>{words.t('after.tendered')}</dt>
            <dd>
              <Amount text={formats.money(lastTicket.tenderedMinor)} />
            </dd>
          </>
        )}
      </dl>
      <p className={styles['hint']}>{words.t('after.next')}</p>
    </div>
  );
}

/** A discount and why, each in its own direction. */
function TakenOff({ discount }: { readonly discount: NonNullable<BasketView['discount']> }) {
  const { words, formats } = useDesk();
  const { kind, value, reason } = discount;
  return (
    <>
      {kind === 'percent' ? (
        <bdi>{words.t('ticket.discount-percent', { rate: formats.rate(value) })}</bdi>
      ) : (
        <Amount text={formats.money(-value)} />
      )}{' '}
      <bdi>{reason}</bdi>
    </>
  );
}

function Total({
  basket,
  currency,
  isPaying,
}: {
  readonly basket: BasketView;
  readonly currency: Currency;
  readonly isPaying: boolean;
}) {
  const { words, formats } = useDesk();
  const text = formats.money(basket.totalMinor);
  const receivedMinor = basket.tenders.reduce((sum, { tenderedMinor }) => sum + tenderedMinor, 0);
  return (
    <footer className={styles['total']} data-total-minor={basket.totalMinor}>
      <div className={styles['total-head']}>
        <span>{words.t('ticket.total')}</span>
        {basket.discountMinor > 0 && (
          <span className={styles['taken-off']} data-discount-minor={basket.discountMinor}>
            {words.t('ticket.discounts')} <Amount text={formats.money(-basket.discountMinor)} />{' '}
            {basket.discount !== null && (
              <>
                {' · '}
                <TakenOff discount={basket.discount} />
              </>
            )}
          </span>
        )}
        {receivedMinor > 0 && !isPaying && (
          <strong data-received-minor={receivedMinor}>
            {words.t('ticket.received', { amount: formats.money(receivedMinor) })}
          </strong>
        )}
        {basket.cashTotalMinor !== basket.totalMinor && currency.cashUnitMinor > 1 && (
          <span>{words.t('ticket.cash-rounded', { amount: formats.money(basket.cashTotalMinor) })}</span>
        )}
      </div>
      <output className={styles['figure']} data-long={text.length > 9}>
        <Amount text={text} />
      </output>
      <div className={styles['vat']}>
        {basket.vat.map((row) => (
          <span key={row.rateBasisPoints}>
            {words.t('ticket.vat', { rate: formats.rate(row.rateBasisPoints) })}{' '}
            <Amount text={formats.amount(row.vatMinor)} />
          </span>
        ))}
      </div>
    </footer>
  );
}

/** After the payment the amount to give back takes the place of the total. */
function Change({ lastTicket }: { readonly lastTicket: NonNullable<BasketView['lastTicket']> }) {
  const { words, formats } = useDesk();
  const { isRefund, changeMinor } = lastTicket;
  const text = formats.money(isRefund ? Math.abs(lastTicket.totalMinor) : changeMinor);
  return (
    <footer className={styles['total']} data-change data-change-minor={changeMinor} role="status">
      <div className={styles['total-head']}>
        <span>{words.t(isRefund ? 'after.refund-total' : changeMinor === 0 ? 'after.no-change' : 'after.change')}</span>
      </div>
      <output className={styles['figure']} data-long={text.length > 9}>
        <Amount text={text} />
      </output>
      <div className={styles['vat']} />
    </footer>
  );
}

/** What goes back by each way: what is handed out must not be taken for what a card gets. */
function Back({ back }: { readonly back: NonNullable<BasketView['lastTicket']>['back'] }) {
  const { words, formats } = useDesk();
  return (
    <footer className={styles['total']} data-change role="status">
      {back.map(({ method, amountMinor }) => {
        const text = formats.money(amountMinor);
        return (
          <div key={method} data-back-method={method} data-back-minor={amountMinor}>
            <div className={styles['total-head']}>
              <span>{words.t(`back.${method}`)}</span>
            </div>
            <output className={styles['figure']} data-long={text.length > 9} data-several={back.length > 1}>
              <Amount text={text} />
            </output>
          </div>
        );
      })}
    </footer>
  );
}

function Barcode() {
  return (
    <svg className={styles['barcode']} viewBox="0 0 96 56" aria-hidden>
      {[0, 5, 12, 16, 25, 30, 34, 43, 49, 57, 61, 69, 76, 80, 88, 93].map((x, index) => (
        <rect key={x} x={x} y="0" width={index % 3 === 0 ? 3.4 : 1.8} height="56" rx="0.6" />
      ))}
    </svg>
  );
}

/** The latest of a function under one identity, so that rows need not be painted for its sake. */
function useStable<Args extends readonly unknown[]>(latest: (...args: Args) => void): (...args: Args) => void {
  const held = useRef(latest);
  useLayoutEffect(() => {
    held.current = latest;
  });
  const stable = useRef((...args: Args) => held.current(...args));
  return stable.current;
}
