/** Cash sessions: who opened the drawer, who counted it, and of each method what was expected, counted, and between them. */
import { useDesk } from '../../desk.tsx';
import { DataTable } from '../../parts/data-table.tsx';
import { methodText } from '../../parts/method-text.ts';
import { Badge, Section } from '../../parts/section.tsx';
import { Trouble } from '../../parts/trouble.tsx';
import { Difference } from './difference.tsx';
import { OverShort } from './over-short.view.tsx';
import { operatorText } from './operator-text.ts';
import { usePeriod, type Period } from './use-period.ts';

export function Sessions(period: Period) {
  const { words, formats } = useDesk();
  const { rows, code, hasMore, more } = usePeriod('sessions', period);
  const time = (ms: number | null): string => (ms === null ? '…' : formats.time(ms));
  return (
    <>
      <Trouble code={code} />
      <OverShort sessions={rows ?? []} />
      <Section flush>
        <DataTable
          label={words.t('sessions.sessions')}
          name="sessions"
          rows={rows}
          keyOf={({ chainId, sessionId }) => `${chainId} ${sessionId}`}
          linesOf={({ methods }) => methods.length}
          empty={words.t('sessions.none')}
          hasMore={hasMore}
          onMore={more}
          columns={[
            { key: 'day', label: words.t('journal.day'), cell: ({ businessDay }) => formats.day(businessDay) },
            {
              key: 'till',
              label: words.t('tills.name'),
              cell: ({ storeName, tillName }) => (
                <bdi>
                  {storeName} · {tillName}
                </bdi>
              ),
            },
            {
              key: 'who',
              label: words.t('sessions.opened-by'),
              cell: ({ openedBy, openedMs, closedMs }) => (
                <>
                  <bdi data-operator>{operatorText(openedBy)}</bdi>
                  <small>
                    <bdi>
                      {time(openedMs)} – {time(closedMs)}
                    </bdi>
                  </small>
                </>
              ),
            },
            {
              key: 'counted-by',
              label: words.t('sessions.counted-by'),
              cell: ({ countedBy }) => <bdi data-counted-by>{operatorText(countedBy)}</bdi>,
            },
            {
              key: 'state',
              label: words.t('tills.state'),
              cell: ({ state }) => (
                <Badge tone={state === 'closed' ? 'plain' : 'good'}>
                  {words.lookUp(`sessions.state.${state}`, 'sessions.state.other', { state })}
                </Badge>
              ),
            },
            {
              key: 'method',
              label: words.t('sessions.method'),
              isOfLine: true,
              cell: ({ methods }, line) => {
                const method = methods[line]?.method;
                return method === undefined ? '–' : methodText(words, method);
              },
            },
            {
              key: 'expected',
              label: words.t('sessions.expected'),
              isFigure: true,
              isOfLine: true,
              cell: ({ methods }, line) => <bdi>{moneyOrNot(methods[line]?.expectedMinor)}</bdi>,
            },
            {
              key: 'counted',
              label: words.t('sessions.counted'),
              isFigure: true,
              isOfLine: true,
              cell: ({ methods }, line) => <bdi>{moneyOrNot(methods[line]?.countedMinor)}</bdi>,
            },
            {
              key: 'difference',
              label: words.t('sessions.difference'),
              isFigure: true,
              isOfLine: true,
              cell: ({ methods }, line) => {
                const minor = methods[line]?.differenceMinor;
                return minor === undefined ? '–' : <Difference minor={minor} />;
              },
            },
          ]}
        />
      </Section>
    </>
  );

  function moneyOrNot(minor: number | undefined): string {
    return minor === undefined ? '–' : formats.money(minor);
  }
}
