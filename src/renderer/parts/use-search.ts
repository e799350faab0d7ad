import { useEffect, useState } from 'react';
import type { ProductView } from '#contract/screen/views.ts';
import { latinDigits } from '../format/format.ts';
import { useDesk } from './desk.tsx';

const TEXT_CHARACTERS_MAX = 100;

export interface Found {
  /** What these are the answer to. */
  readonly text: string;
  readonly products: readonly ProductView[];
  /** The fault that kept the till from answering. */
  readonly faultCode: string | null;
}

/** Searches as somebody types. The last answer stays in sight until the next is there; an overtaken one is dropped. */
export function useSearch(text: string, limit: number): Found | null {
  const { port } = useDesk();
  const [found, setFound] = useState<Found | null>(null);
  const wanted = text.trim();
  useEffect(() => {
    if (wanted === '') {
      setFound(null);
      return;
    }
    let overtaken = false;
    void port.query('search', { text: latinDigits(wanted).slice(0, TEXT_CHARACTERS_MAX), limit }).then((answer) => {
      if (overtaken) return;
      const done = 'products' in answer;
      setFound({ text: wanted, products: done ? answer.products : [], faultCode: done ? null : answer.code });
    });
    return () => {
      overtaken = true;
    };
  }, [port, wanted, limit]);
  return wanted === '' ? null : found;
}
