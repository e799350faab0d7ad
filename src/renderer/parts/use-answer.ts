import { useEffect, useState } from 'react';
import type { QueryAnswer, QueryInput, QueryName } from '#contract/screen/screen.ts';
import { useDesk } from './desk.tsx';

/** An answer of the till, or the fault that kept it from answering. Both null until one of them is there. */
export interface Answered<Name extends QueryName> {
  readonly answer: QueryAnswer<Name> | null;
  readonly faultCode: string | null;
}

/**
 * Asks the till when a screen opens, when what it asks changes, and whenever `since` does. The last answer stays in sight
 * until the next is there; one that was overtaken is dropped.
 */
export function useAnswer<Name extends QueryName>(
  name: Name,
  input: QueryInput<Name>,
  since: unknown = null,
): Answered<Name> {
  const { port } = useDesk();
  const [answered, setAnswered] = useState<Answered<Name>>({ answer: null, faultCode: null });
  const asked = JSON.stringify(input);
  useEffect(() => {
    let overtaken = false;
    void port.query(name, JSON.parse(asked) as QueryInput<Name>).then((answer) => {
      if (overtaken) return;
      if (isFailed(answer)) setAnswered({ answer: null, faultCode: answer.code });
      else setAnswered({ answer, faultCode: null });
    });
    return () => {
      overtaken = true;
    };
  }, [port, name, asked, since]);
  return answered;
}

function isFailed(answer: object): answer is { readonly kind: 'failed'; readonly code: string } {
  return 'kind' in answer && answer.kind === 'failed';
}
