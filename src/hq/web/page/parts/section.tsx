import type { ReactNode } from 'react';
import styles from './section.module.css';

/** A card with a title. */
export function Section(props: {
  readonly title?: string;
  readonly side?: ReactNode;
  readonly flush?: boolean;
  readonly name?: string;
  readonly children: ReactNode;
}) {
  return (
    <section
      className={styles['section']}
      aria-label={props.title}
      data-flush={props.flush ?? false}
      data-section={props.name}
    >
      {(props.title !== undefined || props.side !== undefined) && (
        <div className={styles['top']}>
          {props.title !== undefined && <h2>{props.title}</h2>}
          {props.side}
        </div>
      )}
      {props.children}
    </section>
  );
}

/** Cards beside each other, as many as there is room for. */
export function Beside({
  children,
  least = 'wide',
}: {
  readonly children: ReactNode;
  readonly least?: 'wide' | 'narrow';
}) {
  return (
    <div className={styles['beside']} data-least={least}>
      {children}
    </div>
  );
}

/** A figure that is read from afar. */
export function Figure(props: {
  readonly name: string;
  readonly value: ReactNode;
  readonly note?: ReactNode;
  readonly large?: boolean;
  readonly id?: string;
}) {
  return (
    <div className={styles['figure']} data-large={props.large ?? false} data-figure={props.id}>
      <dt>{props.name}</dt>
      <dd>{props.value}</dd>
      {props.note !== undefined && <dd className={styles['note']}>{props.note}</dd>}
    </div>
  );
}

export function Figures({ children }: { readonly children: ReactNode }) {
  return <dl className={styles['figures']}>{children}</dl>;
}

/** Name and value, one a line. */
export function Facts({ rows }: { readonly rows: readonly (readonly [name: string, value: ReactNode])[] }) {
  return (
    <dl className={styles['facts']}>
      {rows.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}

/** A state in a word and a colour. */
export function Badge({
  tone,
  children,
}: {
  readonly tone: 'good' | 'warn' | 'bad' | 'plain';
  readonly children: ReactNode;
}) {
  return (
    <span className={styles['badge']} data-tone={tone}>
      {children}
    </span>
  );
}

/** Said where there is nothing. */
export function Nothing({ children }: { readonly children: ReactNode }) {
  return <p className={styles['nothing']}>{children}</p>;
}
