/** Cash sessions with what was over and short, and the Zs. */
import { useState } from 'react';
import { useDesk } from '../../desk.tsx';
import { Choice, Field } from '../../parts/field.tsx';
import { Filters } from '../../parts/filters.tsx';
import { Head } from '../../parts/head.tsx';
import { Live } from '../../parts/live.tsx';
import { Section } from '../../parts/section.tsx';
import { StorePicker } from '../../parts/store-picker.tsx';
import { Closings } from './closings.view.tsx';
import { Sessions } from './session-table.view.tsx';

const DAY_MS = 86_400_000;
const FIRST_DAYS = 14;

export function SessionsPage() {
  const { words } = useDesk();
  const [storeId, setStoreId] = useState<string | null>(null);
  const [what, setWhat] = useState<'sessions' | 'closings'>('sessions');
  const [fromDay, setFromDay] = useState(() => isoDay(Date.now() - FIRST_DAYS * DAY_MS));
  const [untilDay, setUntilDay] = useState(() => isoDay(Date.now() + DAY_MS));
  const [asOfMs, setAsOfMs] = useState(0);
  const period = { storeId, fromDay, untilDay, onFresh: setAsOfMs };
  const isPeriod = fromDay !== '' && untilDay !== '';
  return (
    <>
      <Head title={words.t('place.sessions')}>
        <Live asOfMs={asOfMs} />
        <StorePicker storeId={storeId} withAll onPick={setStoreId} />
      </Head>
      <Section flush>
        <Filters>
          <Choice
            label={words.t('sessions.what')}
            name="what"
            value={what}
            options={[
              { value: 'sessions', label: words.t('sessions.sessions') },
              { value: 'closings', label: words.t('sessions.closings') },
            ]}
            onChoose={setWhat}
          />
          <Field label={words.t('sessions.from')} name="from" kind="date" value={fromDay} onType={setFromDay} />
          <Field label={words.t('sessions.until')} name="until" kind="date" value={untilDay} onType={setUntilDay} />
        </Filters>
      </Section>
      {isPeriod && (what === 'sessions' ? <Sessions {...period} /> : <Closings {...period} />)}
    </>
  );
}

function isoDay(ms: number): string {
  return new Date(ms).toISOString().slice(0, 10);
}
