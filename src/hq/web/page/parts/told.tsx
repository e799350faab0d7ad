import styles from './told.module.css';

/** What came of something, said beside it and read out. An empty one keeps its place for those who listen. */
export function Told({ tone, text }: { readonly tone: 'good' | 'bad' | 'warn'; readonly text: string | null }) {
  return (
    <div
      className={styles['told']}
      role={tone === 'bad' ? 'alert' : 'status'}
      data-tone={text === null ? 'none' : tone}
      data-told={text === null ? undefined : tone}
    >
      {text !== null && (
        <>
          <span className={styles['mark']} aria-hidden>
            {tone === 'good' ? '✓' : '!'}
          </span>
          <span dir="auto">{text}</span>
        </>
      )}
    </div>
  );
}
