/** A code for a till: made, then shown large enough to be read across a desk, with a picture that a scanner reads. */
import { type FormEvent, useMemo, useState } from 'react';
import { encode } from 'uqr';
import type { CallAnswer, CallInput } from '#contract/pages/pages.ts';
import { useDesk } from '../../desk.tsx';
import { ask, isFailed } from '../../link/ask.ts';
import { Button } from '../../parts/button.tsx';
import { Dialog, DialogActions } from '../../parts/dialog.tsx';
import { Field } from '../../parts/field.tsx';
import { StoreFinder } from '../../parts/stores-field.tsx';
import { Told } from '../../parts/told.tsx';
import styles from './code-dialog.module.css';

type Code = Extract<CallAnswer<'create-code'>, { readonly kind: 'code' }>;

export type CodeFor =
  | { readonly kind: 'store'; readonly storeId: string; readonly name: string }
  | { readonly kind: 'till'; readonly tillId: string; readonly name: string }
  | { readonly kind: 'any' };

export function CodeDialog({ forWhat, onClose }: { readonly forWhat: CodeFor; readonly onClose: () => void }) {
  const { words } = useDesk();
  const [store, setStore] = useState(forWhat.kind === 'store' ? forWhat : null);
  const [tillName, setTillName] = useState('');
  const [code, setCode] = useState<Code | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);

  async function make(event: FormEvent): Promise<void> {
    event.preventDefault();
    if (forWhat.kind !== 'till' && store === null) return setProblem(words.t('code.unknown-store'));
    const input: CallInput<'create-code'> =
      forWhat.kind === 'till'
        ? { kind: 'replacement', tillId: forWhat.tillId }
        : { kind: 'new', storeId: store?.storeId ?? '', tillName };
    setBusy(true);
    const answer = await ask('create-code', input);
    setBusy(false);
    if (isFailed(answer)) setProblem(words.lookUp(`fault.${answer.code}`, 'fault.other', { code: answer.code }));
    else if (answer.kind === 'refused') setProblem(words.t(`code.${answer.reason}`));
    else setCode(answer);
  }

  if (code !== null) {
    return (
      <Dialog title={words.t('code.title')} name="code" onClose={onClose} wide>
        <ShownCode code={code} />
      </Dialog>
    );
  }
  return (
    <Dialog title={words.t('code.title')} name="code" onClose={onClose}>
      <form onSubmit={(event) => void make(event)} data-form>
        {forWhat.kind === 'till' && <p>{words.t('code.replacement', { name: forWhat.name })}</p>}
        {forWhat.kind === 'any' && (
          <StoreFinder
            label={words.t('code.for')}
            onFound={(storeId, name) => setStore({ kind: 'store', storeId, name })}
          />
        )}
        {store !== null && (
          <p>
            {words.t('tills.store')} : <strong dir="auto">{store.name}</strong>
          </p>
        )}
        {forWhat.kind !== 'till' && (
          <Field
            label={words.t('code.till-name')}
            name="till-name"
            value={tillName}
            onType={setTillName}
            characters={60}
          />
        )}
        <Told tone="bad" text={problem} />
        <DialogActions>
          <Button name="cancel" onPress={onClose}>
            {words.t('dialog.cancel')}
          </Button>
          <Button
            tone="main"
            name="make-code"
            submits
            busy={busy}
            disabled={forWhat.kind !== 'till' && tillName.trim() === ''}
          >
            {words.t('code.make')}
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  );
}

function ShownCode({ code }: { readonly code: Code }) {
  const { words, formats } = useDesk();
  return (
    <div className={styles['shown']}>
      <Qr text={code.text} label={words.t('code.qr')} />
      <div className={styles['words']}>
        <dl>
          <dt>{words.t('code.code')}</dt>
          <dd className={styles['code']} data-code={code.code}>
            <bdi>{code.code}</bdi>
          </dd>
          <dt>{words.t('code.address')}</dt>
          <dd className={styles['address']}>
            <bdi>{code.address}</bdi>
          </dd>
          <dt>{words.t('code.key')}</dt>
          <dd className={styles['key']}>
            <bdi>{(code.fingerprint.match(/.{1,4}/g) ?? []).join(' ')}</bdi>
          </dd>
        </dl>
        <p>{words.t('code.how')}</p>
        <p className={styles['expires']}>
          {words.t('code.expires', { time: `${formats.date(code.expiresAtMs)} ${formats.time(code.expiresAtMs)}` })}
        </p>
      </div>
    </div>
  );
}

/** Drawn in black on white in every light: scanners want it so. */
function Qr({ text, label }: { readonly text: string; readonly label: string }) {
  const { size, path } = useMemo(() => {
    const { data } = encode(text, { ecc: 'M', border: 3 });
    const dark = data.flatMap((row, y) => row.map((isDark, x) => (isDark ? `M${x} ${y}h1v1h-1z` : '')));
    return { size: data.length, path: dark.join('') };
  }, [text]);
  return (
    <svg
      className={styles['qr']}
      viewBox={`0 0 ${size} ${size}`}
      role="img"
      aria-label={label}
      shapeRendering="crispEdges"
    >
      <path d={path} />
    </svg>
  );
}
