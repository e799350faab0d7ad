/** One product, made or changed. */
import { type FormEvent, useState } from 'react';
import type { CallAnswer } from '#contract/pages/pages.ts';
import { latinDigits, parseDecimal } from '#renderer/format/format.ts';
import { written } from '#renderer/screens/shop/draft.ts';
import { useDesk, useMe } from '../../desk.tsx';
import { ask, isFailed } from '../../link/ask.ts';
import { Button } from '../../parts/button.tsx';
import { Dialog, DialogActions } from '../../parts/dialog.tsx';
import { Choice, Field, Tick } from '../../parts/field.tsx';
import { Told } from '../../parts/told.tsx';

type Product = Extract<CallAnswer<'product'>, { readonly kind: 'found' }>['product'];

const UNITS = ['piece', 'kg', 'l'] as const;
const FIRST_RATE = '20';

export function ProductForm(props: {
  readonly product: Product | null;
  readonly onClose: () => void;
  readonly onSaved: (productId: string) => void;
}) {
  const { words, formats } = useDesk();
  const { exponent } = useMe().organisation.currency;
  const { product } = props;
  const amount = (minor: number | null = null): string =>
    minor === null ? '' : written(minor, exponent, words.language);
  const [name, setName] = useState(product?.name ?? '');
  const [brand, setBrand] = useState(product?.brand ?? '');
  const [category, setCategory] = useState(product?.category ?? '');
  const [codes, setCodes] = useState(product?.gtins.join(' ') ?? '');
  const [plu, setPlu] = useState(product?.plu ?? '');
  const [unit, setUnit] = useState(product?.unit ?? 'piece');
  const [price, setPrice] = useState(amount(product?.priceMinor));
  const [rate, setRate] = useState<string>(
    product === null ? FIRST_RATE : written(product.vatRateBasisPoints, 2, words.language),
  );
  const [age, setAge] = useState(String(product?.ageLimitYears ?? ''));
  const [deposit, setDeposit] = useState(amount(product?.depositMinor));
  const [mealVoucher, setMealVoucher] = useState(product?.mealVoucher ?? false);
  const [problem, setProblem] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);

  async function save(event: FormEvent): Promise<void> {
    event.preventDefault();
    const priceMinor = parseDecimal(price, exponent);
    const vatRateBasisPoints = parseDecimal(rate, 2);
    const depositMinor = deposit.trim() === '' ? null : parseDecimal(deposit, exponent);
    const ageLimitYears = age.trim() === '' ? null : Number(latinDigits(age));
    if (priceMinor === null || (deposit.trim() !== '' && depositMinor === null))
      return setProblem(words.till.t('shop.problem.amount'));
    if (vatRateBasisPoints === null) return setProblem(words.till.t('shop.problem.percent', { max: 50 }));
    setBusy(true);
    const answer = await ask('save-product', {
      productId: product?.productId ?? null,
      product: {
        name,
        brand,
        category,
        gtins: latinDigits(codes)
          .split(/[\s,;]+/)
          .filter((one) => one !== ''),
        plu: latinDigits(plu.trim()),
        unit,
        priceMinor,
        vatRateBasisPoints,
        ageLimitYears,
        depositMinor,
        mealVoucher,
      },
    });
    setBusy(false);
    if (isFailed(answer)) setProblem(words.lookUp(`fault.${answer.code}`, 'fault.other', { code: answer.code }));
    else if (answer.kind === 'refused') setProblem(words.t(`catalogue.refused.${answer.reason}`));
    else props.onSaved(answer.productId);
  }

  return (
    <Dialog
      title={product === null ? words.t('catalogue.new') : product.name}
      name="product"
      onClose={props.onClose}
      wide
    >
      <form onSubmit={(event) => void save(event)} data-form>
        <Field label={words.t('catalogue.name')} name="product-name" value={name} onType={setName} />
        <div data-fields>
          <Field
            label={`${words.t('catalogue.price')} (${formats.symbol})`}
            name="product-price"
            figures
            value={price}
            onType={setPrice}
            characters={14}
          />
          <Choice
            label={words.t('catalogue.unit')}
            name="product-unit"
            value={unit}
            options={UNITS.map((value) => ({ value, label: words.t(`catalogue.unit.${value}`) }))}
            onChoose={setUnit}
          />
          <Field
            label={`${words.t('today.vat')} (%)`}
            name="product-vat"
            figures
            value={rate}
            onType={setRate}
            characters={6}
          />
          <Field
            label={words.t('catalogue.gtins')}
            name="product-gtins"
            figures
            value={codes}
            onType={setCodes}
            characters={400}
          />
          <Field
            label={words.t('catalogue.plu')}
            name="product-plu"
            figures
            value={plu}
            onType={setPlu}
            characters={6}
          />
          <Field label={words.t('catalogue.brand')} name="product-brand" value={brand} onType={setBrand} />
          <Field label={words.t('catalogue.category')} name="product-category" value={category} onType={setCategory} />
          <Field
            label={words.t('catalogue.age')}
            name="product-age"
            figures
            value={age}
            onType={setAge}
            characters={2}
          />
          <Field
            label={`${words.t('catalogue.deposit')} (${formats.symbol})`}
            name="product-deposit"
            figures
            value={deposit}
            onType={setDeposit}
            characters={10}
          />
        </div>
        <Tick
          label={words.t('catalogue.meal-voucher')}
          name="product-voucher"
          value={mealVoucher}
          onChoose={setMealVoucher}
        />
        <Told tone="bad" text={problem} />
        <DialogActions>
          <Button name="cancel" onPress={props.onClose}>
            {words.t('dialog.cancel')}
          </Button>
          <Button tone="main" name="save-product" submits busy={busy} disabled={name.trim() === ''}>
            {words.t('dialog.save')}
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  );
}
