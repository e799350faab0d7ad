/** A Z as a file to take away: asked of the till, awaited on its topic, handed to the browser. */
import { useEffect, useRef } from 'react';
import { useDesk, useView } from '../../parts/desk.tsx';
import { playRefusal } from '../../parts/tone.ts';
import type { Selling } from '../use-selling.ts';
import { bytesOf, saveFile } from './save-file.ts';

export function useClosingFile(selling: Selling) {
  const { port, words, preferences } = useDesk();
  const view = useView(port, 'file');
  const asked = useRef<string | null>(null);
  const { say } = selling;
  useEffect(() => port.follow('file'), [port]);

  function fail(): void {
    if (preferences.sound) playRefusal();
    say('bad', words.t('closings.file-fault'));
  }

  useEffect(() => {
    const file = view?.file ?? null;
    if (file === null || file.fileId !== asked.current || (file.base64 === null && file.fault === null)) return;
    asked.current = null;
    if (file.base64 === null) return fail();
    saveFile({ name: file.name, mime: file.mime, bytes: bytesOf(file.base64) });
    say('good', words.t('closings.file-ready', { name: file.name }));
  });

  return {
    async pdf(businessDay: string): Promise<void> {
      say('plain', words.t('closings.waiting'));
      const outcome = await selling.send('exportClosing', { businessDay });
      if (outcome?.kind === 'done') asked.current = outcome.fileId;
    },
    async csv(businessDay: string): Promise<void> {
      const answer = await port.query('closingCsv', { businessDay });
      if (!('text' in answer) || answer.text === null) return fail();
      const name = `Z-${businessDay}.csv`;
      saveFile({ name, mime: 'text/csv;charset=utf-8', bytes: answer.text });
      say('good', words.t('closings.file-ready', { name }));
    },
  };
}
