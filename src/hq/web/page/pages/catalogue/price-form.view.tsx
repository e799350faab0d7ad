/** A price of all stores or of one, now or from an instant on. */
import { type FormEvent, useState } from 'react';
import { parseDecimal } from '#renderer/format/format.ts';
import { useDesk, useMe } from '../../desk.tsx';
import { ask, isFailed } from '../../link/ask.ts';
import { Button } from '../../parts/button.tsx';
import { DialogActions } from '../../parts/dialog.tsx';
import { Field } from '../../parts/field.tsx';
import { StorePicker } from '../../parts/store-picker.tsx';

export function PriceForm(props: {
  readonly productId: string;
  /** Whether prices of all stores may be changed. */
  readonly mayAll: boolean;
  readonly onChanged: (said: string) => void;
}) {
  const { words, formats } = useDesk();
  const me = useMe();
  const [storeId, setStoreId] = useState<string | null>(me.storeIds?.[0] ?? null);
  const [price, setPrice] = useState('');
  const [from, setFrom] = useState('');
  const [problem, setProblem] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);

  async function change(event: FormEvent): Promise<void> {
    event.preventDefault();
    const priceMinor = parseDecimal(price, me.organisation.currency.exponent);
    if (priceMinor === null) return setProblem(words.till.t('shop.problem.amount'));
    const fromMs = from === '' ? null : new Date(from).getTime();
    setBusy(true);
    const answer = await ask('change-price', { productId: props.productId, storeId, priceMinor, fromMs });
    setBusy(false);
    if (isFailed(answer)) return setProblem(words.lookUp(`fault.${answer.code}`, 'fault.other', { code: answer.code }));
    if (answer.kind === 'refused') return setProblem(words.t(`catalogue.refused.${answer.reason}`));
    setProblem(null);
    setPrice('');
    setFrom('');
    props.onChanged(
      words.t(fromMs === null || fromMs <= Date.now() ? 'catalogue.changed' : 'catalogue.changed-later', {
        price: formats.money(priceMinor),
        time: fromMs === null ? '' : `${formats.date(fromMs)} ${formats.time(fromMs)}`,
      }),
    );
  }

  return (
    <form onSubmit={(event) => void change(event)} data-form>
      <div data-buttons>
        <StorePicker storeId={storeId} withAll={props.mayAll} onPick={setStoreId} />
      </div>
      <Field
        label={`${words.t('catalogue.new-price')} (${formats.symbol})`}
        name="price"
        figures
        value={price}
        onType={setPrice}
        characters={14}
        problem={problem}
      />
      <Field
        label={words.t('catalogue.from')}
        hint={words.t('catalogue.from-hint')}
        name="from"
        kind="datetime-local"
        value={from}
        onType={setFrom}
      />
      <DialogActions>
        <Button tone="main" name="change-price" submits busy={busy}>
          {words.t('catalogue.change-price')}
        </Button>
      </DialogActions>
    </form>
  );
}
