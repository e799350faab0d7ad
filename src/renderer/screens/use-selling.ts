/**
 * What the selling screen itself remembers (which panel is open, what is being typed, which line is chosen) and what
 * each action sends to the till. Nothing here is the shop's: reload the page and the ticket is still there.
 */
import { useEffect, useEffectEvent, useRef, useState } from 'react';
import type { CommandInput, CommandName, Outcome } from '#contract/screen/screen.ts';
import type { ProductView, StationView } from '#contract/screen/views.ts';
import { readInvitation } from '#contract/sync/invitation.ts';
import { isNumber, readEntry } from '../entry/entry.ts';
import { parseDecimal } from '../format/format.ts';
import type { Failed } from '../link/link.ts';
import { type ApprovableName, type Approval, useApprovals } from '../parts/approval.tsx';
import { useDesk, useView } from '../parts/desk.tsx';
import { allowanceWords } from '../parts/allowance-words.ts';
import { basketFeedback, refusalText, type Feedback } from '../parts/feedback.ts';
import { playRefusal } from '../parts/tone.ts';
import { useConfirmation } from '../parts/use-confirmation.ts';
import type { TextKey, TextParams } from '../text/text.ts';
import { readQuantity, selectedLine, type Weighing, weighingOf } from './asked-of-lines.ts';
import { panelAfter, TAKES_CARDS } from './panel-after.ts';
import type { Panel } from './panel.ts';
import { useAskedPayment } from './use-asked-payment.ts';
import { largestNoteMinor, usePayment } from './use-payment.ts';

type Print = CommandInput<'pay'>['print'];

/** Headquarters is being asked, and what was wanted goes on by itself. */
const ASKED: ReadonlySet<string> = new Set(['spending_asked', 'refund_asked']);
/** The till refuses what is longer; a longer one is cut one past it, so that its first half is never taken for a code. */
const SCAN_CHARACTERS_MAX = 512;

export interface TestRead {
  readonly text: string;
  readonly symbology?: string;
  readonly atMs: number;
}

export type Selling = NonNullable<ReturnType<typeof useSelling>>;

/** The selling screen's state and actions, null until the till has sent the ticket. */
export function useSelling(station: StationView) {
  const { port, words, formats, preferences } = useDesk();
  const basket = useView(port, 'basket');
  const [panel, setPanel] = useState<Panel>('find');
  const [entry, setEntry] = useState('');
  const [quantityOf, setQuantityOf] = useState<string | null>(null);
  const [weighing, setWeighing] = useState<Weighing | null>(null);
  /** What the open panel is about, where it can be about several things: a person, a ticket, a line. */
  const [about, setAbout] = useState<string | null>(null);
  const [printChosen, setPrintChosen] = useState<{ readonly ticketId: string; readonly print: Print } | null>(null);
  const [chosen, setChosen] = useState<{ readonly lineId: string; readonly serial: number } | null>(null);
  const [note, setNote] = useState<(Feedback & { readonly after: number }) | null>(null);
  /** The till's last word that somebody has seen: whoever goes on has read it. */
  const [seenSerial, setSeen] = useState(0);
  /** What a scanner of this page read while the Devices screen was open: looked at, and not sold. */
  const [testRead, setTestRead] = useState<TestRead | null>(null);
  /** The text of headquarters' QR, read while its panel was open. */
  const [invitation, setInvitation] = useState<string | null>(null);
  const [busy, setBusy] = useState<ReadonlySet<string>>(new Set());
  const running = useRef(new Set<string>());
  /** How often somebody opened something here. */
  const openings = useRef(0);
  const confirming = useConfirmation();
  const overpaying = useConfirmation();
  const approvals = useApprovals();
  const payment = usePayment(basket, station.shop.currency);
  const asked = useAskedPayment(basket, (input) => void payFor(input));

  const serial = basket?.notice?.serial ?? 0;
  const isEmpty = basket === null || (basket.lines.length === 0 && basket.vouchers.length === 0);
  const byDefault: Print = station.shop.printByDefault ? 'paper' : 'none';
  // Chosen for one ticket: the next customer's is as the shop has it.
  const print = printChosen !== null && printChosen.ticketId === basket?.ticketId ? printChosen.print : byDefault;

  function say(tone: Feedback['tone'], text: string): void {
    const now = port.view('basket')?.notice?.serial ?? 0;
    setNote((before) => ({ tone, text, after: now, serial: (before?.serial ?? 0) + 1 }));
  }

  function goOn(): void {
    confirming.disarm();
    overpaying.disarm();
    asked.forget();
    setNote(null);
    setSeen(port.view('basket')?.notice?.serial ?? 0);
  }

  function sayKey(tone: Feedback['tone'], key: TextKey, params?: TextParams): void {
    say(tone, words.t(key, params));
  }

  /**
   * Sends a command unless the same one is still under way: a double click is one click. `quietly`: whoever sends it says
   * a refusal where it belongs.
   */
  async function send<Name extends CommandName>(
    name: Name,
    input: CommandInput<Name>,
    { quietly = false }: { readonly quietly?: boolean } = {},
  ): Promise<Outcome<Name> | Failed | null> {
    return once(name, { quietly, ask: () => port.request(name, input) });
  }

  /** As `send`, for what somebody else may have to let pass; null also where nobody did. */
  async function sendApproved<Name extends ApprovableName>(
    name: Name,
    input: CommandInput<Name>,
    given?: (approval: Approval) => void,
  ): Promise<Outcome<Name> | Failed | null> {
    return once(name, { quietly: false, ask: () => approvals.request(name, input, given) });
  }

  async function once<Name extends CommandName>(
    name: Name,
    { quietly, ask }: { readonly quietly: boolean; readonly ask: () => Promise<Outcome<Name> | Failed | null> },
  ): Promise<Outcome<Name> | Failed | null> {
    if (running.current.has(name)) return null;
    running.current.add(name);
    setBusy(new Set(running.current));
    const outcome = await ask();
    running.current.delete(name);
    setBusy(new Set(running.current));
    if (outcome !== null && outcome.kind !== 'done') {
      const isAsked = outcome.kind === 'refused' && ASKED.has(outcome.reason);
      if (preferences.sound && !isAsked) playRefusal();
      if (!quietly) say(isAsked ? 'plain' : 'bad', refusalText(outcome, words, formats));
    }
    return outcome;
  }

  function onTicket(): { ticketId: string; basketVersion: number } {
    const present = port.view('basket');
    return { ticketId: present?.ticketId ?? '', basketVersion: present?.version ?? 0 };
  }

  const selectedId = basket === null ? null : selectedLine(basket, chosen);

  function scan(text: string, source: string, symbology?: string): void {
    if (panel === 'devices') {
      const atMs = Date.now();
      return setTestRead(symbology === undefined ? { text, atMs } : { text, symbology, atMs });
    }
    if (panel === 'headquarters' && readInvitation(text) !== null) return setInvitation(text);
    // It may be a card: then the till says so, and what has a use for one stays.
    if (!TAKES_CARDS.has(panel) && panel !== 'stock') setPanel('find');
    setQuantityOf(null);
    // What it led to comes with the ticket, as for a scanner that hangs on the till itself.
    const read = {
      text: text.slice(0, SCAN_CHARACTERS_MAX + 1),
      source,
      ...(symbology === undefined ? {} : { symbology }),
    };
    void port.request('scan', read).then((outcome) => {
      if (outcome.kind === 'failed') say('bad', refusalText(outcome, words, formats));
    });
  }

  /** Adds a product that was picked; how many is the till's to say, which also asks where it has to be typed. */
  async function add(product: Pick<ProductView, 'id'>): Promise<void> {
    const outcome = await send('addProduct', { ...onTicket(), productId: product.id });
    if (outcome === null || outcome.kind === 'failed') return;
    if (outcome.kind === 'refused' && outcome.reason !== 'quantity_needed') return;
    setEntry('');
    setPanel('find');
  }

  async function addWeighed(wanted: Weighing, text: string): Promise<void> {
    const quantityMilli = parseDecimal(text, 3);
    if (quantityMilli === null || quantityMilli === 0) return sayKey('bad', 'refusal.quantity_invalid');
    const outcome = await send('addProduct', { ...onTicket(), productId: wanted.productId, quantityMilli });
    if (outcome?.kind !== 'done') return;
    setEntry('');
    setWeighing(null);
  }

  /** What was asked for and not answered is not on the ticket, and nobody is left to think so. */
  function dropWeighing(): void {
    if (weighing === null) return;
    setWeighing(null);
    setEntry('');
    sayKey('bad', 'feedback.not-added', { label: weighing.label });
  }

  /** Sent at once, even while another is under way: what was typed last counts. */
  async function multiply(quantityMilli: number | null): Promise<void> {
    const outcome = await port.request('multiply', { quantityMilli });
    if (outcome.kind === 'done') return;
    if (preferences.sound) playRefusal();
    say('bad', refusalText(outcome, words, formats));
  }

  async function setQuantity(text: string, lineId: string | null): Promise<void> {
    const line = basket?.lines.find((one) => one.lineId === lineId);
    if (line === undefined) return sayKey('plain', 'feedback.select-line');
    const quantityMilli = readQuantity(text, line);
    if (quantityMilli === null) return sayKey('bad', 'refusal.quantity_invalid');
    setEntry('');
    await setQuantityMilli(line.lineId, quantityMilli);
  }

  async function setQuantityMilli(lineId: string, quantityMilli: number): Promise<void> {
    const outcome = await send('setQuantity', { ...onTicket(), lineId, quantityMilli });
    if (outcome?.kind !== 'done') return;
    setQuantityOf(null);
    sayKey('good', 'feedback.quantity');
  }

  async function voidLine(): Promise<void> {
    if (selectedId === null) return sayKey('plain', 'feedback.select-line');
    const outcome = await send('voidLine', { ...onTicket(), lineId: selectedId });
    if (outcome?.kind === 'done') sayKey('good', 'feedback.voided');
  }

  async function cancelTicket(): Promise<void> {
    if (isEmpty) return sayKey('plain', 'refusal.basket_empty');
    if (!confirming.press()) return;
    const reset = resetOnceDone();
    const outcome = await send('cancelTicket', onTicket());
    if (outcome?.kind !== 'done') return;
    reset();
    sayKey('good', 'feedback.cancelled');
  }

  function openPay(): void {
    if (isEmpty) return sayKey('plain', 'refusal.basket_empty');
    goOn();
    dropWeighing();
    openings.current += 1;
    setPanel('pay');
    payment.clear();
  }

  /** An amount that changes is another amount: what was said about the last one goes. `+` takes it and goes on. */
  function setTendered(text: string): void {
    goOn();
    if (text.endsWith('+')) return void pay(null, { andMore: true });
    payment.setTendered(text);
  }

  /**
   * Takes the amount typed, or `quickMinor`. What is less than all by another way than cash, and what is followed by more,
   * waits for the rest; everything else is the till's to judge.
   */
  async function pay(quickMinor: number | null, { andMore = false } = {}): Promise<void> {
    // A part that is on its way to the till is not paid for twice.
    if (basket === null || running.current.has('setTenders')) return;
    const amountMinor = quickMinor ?? (payment.isRefused ? payment.wantedMinor : payment.typedMinor());
    if (amountMinor === null) return sayKey('bad', 'pay.amount-unreadable');
    const { tender, taken, leftMinor } = payment;
    const isAllThere = leftMinor === 0 && taken.length > 0 && payment.tendered === '';
    if (tender?.isAway === true && !isAllThere) return sayKey('bad', 'pay.present-card');
    const part = isAllThere ? null : payment.payment(amountMinor);
    if (part !== null && amountMinor < leftMinor && (andMore || part.method !== 'cash')) return addTender(part);
    const changeMinor = part?.method === 'cash' ? amountMinor - leftMinor : 0;
    if (changeMinor >= largestNoteMinor(station.shop.currency) && !overpaying.press())
      return sayKey('plain', 'pay.much-change', { amount: formats.money(changeMinor) });
    await payFor({ ...onTicket(), payments: part === null ? [...taken] : [...taken, part], print });
  }

  /** Pays; where headquarters has to be asked first, it is paid once the answer is there, if nobody touches anything meanwhile. */
  async function payFor(input: CommandInput<'pay'>): Promise<void> {
    const reset = resetOnceDone();
    const outcome = await sendApproved('pay', input);
    if (outcome?.kind === 'done') reset();
    else if (outcome?.kind === 'refused' && outcome.reason === 'spending_asked') asked.waitFor(input);
  }

  /** Keeps a part that was received with the ticket. The field is free for the next amount at once. */
  async function addTender(part: (typeof payment.taken)[number]): Promise<void> {
    const { tender, tendered, taken } = payment;
    if (part.tenderedMinor === 0) return sayNothingUsable();
    // Beyond the cap of a card the till asks for somebody who lets it pass; beyond its balance nobody can.
    const mostMinor = tender?.balanceMinor ?? tender?.mostMinor ?? null;
    if (mostMinor !== null && part.tenderedMinor > mostMinor)
      return sayKey('bad', 'pay.at-most', { amount: formats.money(mostMinor) });
    payment.clear();
    const outcome = await send('setTenders', { ...onTicket(), payments: [...taken, part] });
    if (outcome?.kind !== 'done') payment.setTendered(tendered);
  }

  /** Why nothing is proposed for a gift card or purse: who has it, or that nothing is left. */
  function sayNothingUsable(): void {
    const { tender } = payment;
    if (tender?.accountId === undefined) return sayKey('bad', 'pay.amount-unreadable');
    const said = allowanceWords(tender.allowance ?? null, words, { amountText: formats.money, formats });
    return said === null ? sayKey('bad', 'pay.nothing-usable') : say('bad', said.text);
  }

  /** Gives a part back: what was received `at` that place of the list. */
  async function takeBackTender(at: number): Promise<void> {
    if (payment.taken[at] === undefined) return;
    await send('setTenders', { ...onTicket(), payments: payment.taken.filter((_, index) => index !== at) });
  }

  async function reprint(ticketId: string): Promise<void> {
    const outcome = await send('reprint', { ticketId });
    if (outcome?.kind === 'done') sayKey('good', 'tickets.duplicate-sent', { number: outcome.copyNumber });
  }

  async function openDrawer(reason: string): Promise<void> {
    const outcome = await send('openDrawer', { reason });
    if (outcome?.kind !== 'done') return;
    setPanel('find');
    sayKey('good', 'drawer.opened', { reason });
  }

  function refuseDrawer(): void {
    if (preferences.sound) playRefusal();
    sayKey('bad', 'drawer.no-right');
  }

  async function suspend(): Promise<void> {
    const outcome = await send('suspendSession', {});
    if (outcome?.kind !== 'done') return;
    setPanel('find');
    sayKey('good', 'cash.suspended');
  }

  /**
   * What puts the screen back once what is now sent was done. The ticket may show it before the answer does: what somebody opened
   * meanwhile is about the next one, and stays as it is.
   */
  function resetOnceDone(): () => void {
    const before = openings.current;
    return () => {
      if (openings.current !== before) return;
      setPanel('find');
      setEntry('');
      setQuantityOf(null);
      setWeighing(null);
      payment.clear();
      goOn();
    };
  }

  /** What stands in the field changed; `3*` means three of the next article. */
  function type(value: string): void {
    goOn();
    const typed = quantityOf === null && weighing === null ? readEntry(value) : null;
    if (typed?.kind !== 'multiplier') return setEntry(value);
    setEntry('');
    if (typed.quantityMilli === null) return sayKey('bad', 'refusal.quantity_invalid');
    void multiply(typed.quantityMilli);
  }

  async function enter(highlighted: ProductView | null): Promise<void> {
    if (weighing !== null) return entry.trim() === '' ? undefined : addWeighed(weighing, entry);
    if (quantityOf !== null) return entry.trim() === '' ? undefined : setQuantity(entry, quantityOf);
    if (highlighted !== null) return add(highlighted);
    const typed = readEntry(entry);
    if (typed.kind === 'code') {
      setEntry('');
      return scan(typed.text, 'keyboard');
    }
    if (typed.kind === 'words') return addFirst(typed.text);
    if (typed.kind !== 'no-code') return;
    if (preferences.sound) playRefusal();
    sayKey('bad', 'refusal.unknown_code', { code: typed.text });
  }

  async function addFirst(text: string): Promise<void> {
    const answer = await port.query('search', { text, limit: 1 });
    const product = 'products' in answer ? answer.products[0] : undefined;
    if (product !== undefined) return add(product);
    if (preferences.sound) playRefusal();
    sayKey('bad', 'entry.none', { text });
  }

  function askQuantity(): void {
    if (weighing !== null) return;
    if (selectedId === null) return sayKey('plain', 'feedback.select-line');
    if (entry !== '' && isNumber(entry)) return void setQuantity(entry, quantityOf ?? selectedId);
    goOn();
    setEntry('');
    // The key that asked takes the question back.
    setQuantityOf(panel === 'find' && quantityOf !== null ? null : selectedId);
    setPanel('find');
  }

  function moveSelection(step: 1 | -1): void {
    if (basket === null || isEmpty) return;
    const rows = [...basket.lines, ...basket.vouchers];
    const at = rows.findIndex(({ lineId }) => lineId === selectedId);
    const next = rows[Math.min(Math.max(at + step, 0), rows.length - 1)];
    if (next !== undefined) setChosen({ lineId: next.lineId, serial });
  }

  /** The till's word on a scan may ask for a quantity, or answer, or leave behind, one that was asked for. */
  const followWeighing = useEffectEvent(() => {
    const asked = weighingOf(basket);
    if (weighing !== null && asked === null && refused) return;
    const added = basket?.lines.find(({ lineId }) => lineId === basket.notice?.lineId);
    if (weighing !== null && weighing.productId !== (asked ?? added)?.productId) dropWeighing();
    if (asked !== null) setQuantityOf(null);
    setWeighing(asked);
  });

  const noticed = useRef<number | null>(null);
  const shownCard = useRef<number | null>(null);
  const refused = basket?.notice?.kind === 'refused';
  useEffect(() => {
    if (basket === null || noticed.current === serial) return;
    // The first view after a reload is no scan.
    const isNewCard = basket.presentedCard !== null && basket.presentedCard.serial !== shownCard.current;
    if (noticed.current !== null) setPanel((open) => panelAfter(open, basket, isNewCard));
    shownCard.current = basket.presentedCard?.serial ?? null;
    if (noticed.current !== null && basket.notice?.kind === 'receipt')
      setAbout(String(basket.notice.params?.['ticketId'] ?? ''));
    if (noticed.current !== null && refused && preferences.sound) playRefusal();
    if (noticed.current !== null) followWeighing();
    noticed.current = serial;
  }, [basket, serial, refused, preferences.sound]);

  if (basket === null) return null;
  const fresh = note !== null && note.after >= serial;
  return {
    basket,
    panel,
    entry,
    quantityOf,
    weighing,
    about,
    payment,
    print,
    isEmpty,
    selectedId,
    busy,
    serial,
    cancelArmed: confirming.armed,
    testRead,
    invitation,
    invite: setInvitation,
    feedback: fresh ? note : serial > seenSerial ? basketFeedback(basket, words, formats) : null,
    /** Opens a panel, or puts away the one that is open about the same. */
    show: (next: Panel, nextAbout: string | null = null) => {
      goOn();
      openings.current += 1;
      setAbout(nextAbout);
      setPanel((present) => (present === next && about === nextAbout ? 'find' : next));
    },
    back: () => {
      goOn();
      if (panel !== 'find') setPanel('find');
      else if (weighing !== null) dropWeighing();
      else if (quantityOf !== null) setQuantityOf(null);
      else if (entry !== '') setEntry('');
      else if (basket.nextQuantityMilli !== null) void multiply(null);
    },
    choose: (lineId: string) => setChosen({ lineId, serial }),
    signOut: () => void send('signOut', {}),
    scan,
    add,
    type,
    enter,
    askQuantity,
    voidLine,
    cancelTicket,
    openPay,
    pay,
    takeBackTender,
    setTendered,
    setPrint: (chosenPrint: Print) => setPrintChosen({ ticketId: basket.ticketId, print: chosenPrint }),
    reprint,
    openDrawer,
    refuseDrawer,
    suspend,
    setQuantity,
    setQuantityMilli,
    moveSelection,
    setEntry,
    say,
    sayKey,
    goOn,
    onTicket,
    send,
    sendApproved,
    resetOnceDone,
  };
}
