/** After headquarters came back from a backup: whom it still waits for, and the way on where a till never comes back. */
import { useState } from 'react';
import { useDesk, useRight } from '../../desk.tsx';
import { ask } from '../../link/ask.ts';
import { useAsked } from '../../link/use-asked.ts';
import { Button } from '../../parts/button.tsx';
import { DataTable } from '../../parts/data-table.tsx';
import { Section } from '../../parts/section.tsx';
import { SureForm } from '../../parts/sure-form.tsx';
import { Told } from '../../parts/told.tsx';

export function Recovery() {
  const { words } = useDesk();
  const mayDecide = useRight('decide-accounts');
  const { answer, again } = useAsked('recovery', {});
  const [chosen, setChosen] = useState<string | null>(null);
  if (answer === null || !answer.isRecovering) return null;
  return (
    <>
      <Told tone="warn" text={words.t('recovery.about')} />
      <Section title={words.t('recovery.title')} flush name="recovery">
        <DataTable
          label={words.t('recovery.title')}
          name="recovery"
          rows={answer.chains}
          keyOf={({ chainId }) => chainId}
          empty={words.t('recovery.none')}
          columns={[
            { key: 'till', label: words.t('tills.name'), cell: ({ tillName }) => <bdi>{tillName}</bdi> },
            { key: 'store', label: words.t('tills.store'), cell: ({ storeName }) => <bdi>{storeName}</bdi> },
            { key: 'chain', label: words.t('tills.chain'), cell: ({ chainId }) => <bdi>{chainId.slice(0, 13)}</bdi> },
            {
              key: 'give-up',
              label: '',
              isFigure: true,
              cell: ({ chainId }) =>
                mayDecide ? (
                  <Button tone="danger" name="write-off-chain" onPress={() => setChosen(chainId)}>
                    {words.t('recovery.give-up')}
                  </Button>
                ) : null,
            },
          ]}
        />
      </Section>
      {chosen !== null && (
        <SureForm
          title={words.t('recovery.give-up')}
          about={words.t('recovery.give-up-about')}
          act={words.t('recovery.give-up')}
          onSure={(reason) => ask('write-off-chain', { chainId: chosen, reason })}
          onClose={() => setChosen(null)}
          onDone={() => {
            setChosen(null);
            again();
          }}
        />
      )}
    </>
  );
}
