import { useDesk } from '../../desk.tsx';
import { Badge } from '../../parts/section.tsx';

/** What was found too much or too little, in words and a colour. */
export function Difference({ minor }: { readonly minor: number }) {
  const { words, formats } = useDesk();
  if (minor === 0) return <Badge tone="good">{words.t('sessions.right')}</Badge>;
  return (
    <Badge tone={minor < 0 ? 'bad' : 'warn'}>
      {words.t(minor < 0 ? 'sessions.short' : 'sessions.over')} <bdi>{formats.money(Math.abs(minor))}</bdi>
    </Badge>
  );
}
