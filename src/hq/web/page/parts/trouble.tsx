import { useDesk } from '../desk.tsx';
import { Told } from './told.tsx';

/** What keeps a page from showing what is new, in words: it asks again by itself, as what somebody orders is not. */
export function Trouble({ code }: { readonly code: string | null }) {
  const { words } = useDesk();
  if (code === 'away' || code === 'hq.database-away')
    return <Told tone="bad" text={words.t(code === 'away' ? 'trouble.away' : 'trouble.hq.database-away')} />;
  return <Told tone="bad" text={code === null ? null : words.lookUp(`fault.${code}`, 'fault.other', { code })} />;
}
