/** A list in columns. Rows that open something have a link in their first column, so that a keyboard and a screen reader find it. */
import type { ReactNode } from 'react';
import { useDesk } from '../desk.tsx';
import { Button } from './button.tsx';
import { Nothing } from './section.tsx';
import styles from './data-table.module.css';

export interface Column<Row> {
  readonly key: string;
  readonly label: string;
  /** Figures stand at the end. */
  readonly isFigure?: boolean;
  readonly cell: (row: Row, line: number) => ReactNode;
  /** Of every line of a row; other columns span them all. */
  readonly isOfLine?: boolean;
}

export interface DataTableProps<Row> {
  readonly label: string;
  readonly name: string;
  readonly columns: readonly Column<Row>[];
  /** Null until they are there. */
  readonly rows: readonly Row[] | null;
  readonly keyOf: (row: Row) => string;
  /** How many lines a row has, one at least; one where it is left out. */
  readonly linesOf?: (row: Row) => number;
  readonly empty: string;
  readonly hasMore?: boolean;
  readonly onMore?: () => void;
}

export function DataTable<Row>(props: DataTableProps<Row>) {
  const { words } = useDesk();
  const { rows, columns, hasMore = false } = props;
  if (rows === null) return <Nothing>{words.t('list.waiting')}</Nothing>;
  if (rows.length === 0) return <Nothing>{props.empty}</Nothing>;
  return (
    <>
      <div className={styles['frame']} role="region" aria-label={props.label} tabIndex={0}>
        <table className={styles['table']} data-table={props.name}>
          <thead>
            <tr>
              {columns.map(({ key, label, isFigure }) => (
                <th key={key} scope="col" data-figure={isFigure ?? false}>
                  {label}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <Lines key={props.keyOf(row)} row={row} table={props} />
            ))}
          </tbody>
        </table>
      </div>
      {hasMore && (
        <div className={styles['more']}>
          <Button name="more" onPress={() => props.onMore?.()}>
            {words.t('list.more')}
          </Button>
        </div>
      )}
    </>
  );
}

function Lines<Row>({ row, table }: { readonly row: Row; readonly table: DataTableProps<Row> }) {
  const count = Math.max(1, table.linesOf?.(row) ?? 1);
  return Array.from({ length: count }, (_, line) => (
    <tr key={line} data-row={line === 0 ? table.keyOf(row) : undefined} data-line={count === 1 ? undefined : line}>
      {table.columns.map(({ key, isFigure, isOfLine = false, cell }, index) => {
        if (line > 0 && !isOfLine) return null;
        const rowSpan = isOfLine ? 1 : count;
        return index === 0 ? (
          <th key={key} scope={count === 1 ? 'row' : 'rowgroup'} rowSpan={rowSpan}>
            {cell(row, line)}
          </th>
        ) : (
          <td key={key} rowSpan={rowSpan} data-figure={isFigure ?? false}>
            {cell(row, line)}
          </td>
        );
      })}
    </tr>
  ));
}
