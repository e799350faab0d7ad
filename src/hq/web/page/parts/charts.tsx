/**
 * Charts, a chunk of their own. What each shows stands beside it as a table for those who listen; colours are those of the
 * theme, and nothing moves.
 */
import {
  Bar,
  BarChart,
  CartesianGrid,
  Cell,
  LabelList,
  ReferenceLine,
  ResponsiveContainer,
  XAxis,
  YAxis,
} from 'recharts';
import { useDesk, useMe } from '../desk.tsx';
import styles from './charts.module.css';

const AXIS = { stroke: 'var(--line-strong)', tick: { fill: 'var(--muted)', fontSize: 13 } } as const;
const LABEL = { fill: 'var(--ink)', fontSize: 13, fontWeight: 600 } as const;
const LABELS_MAX = 12;
/** Units of the currency. */
const SHORT_FROM = 10_000;

export interface BarOf {
  readonly key: string;
  readonly label: string;
  readonly amountMinor: number;
}

/** Amounts side by side, as hours of a day; below the line and in red where they are negative. */
export function UprightBars(given: {
  readonly bars: readonly BarOf[];
  readonly reachMinor?: number;
  readonly heightPx?: number;
}) {
  const { words } = useDesk();
  const chartMoney = useChartMoney();
  const { bars, reachMinor, heightPx = 230 } = given;
  const rtl = words.direction === 'rtl';
  const span =
    reachMinor === undefined
      ? {}
      : { domain: [-reachMinor, reachMinor] as [number, number], ticks: [-reachMinor, 0, reachMinor] };
  return (
    <Framed heightPx={heightPx}>
      <BarChart data={[...bars]} margin={{ top: 22, right: 8, bottom: 0, left: 8 }} accessibilityLayer={false}>
        <CartesianGrid vertical={false} stroke="var(--line)" />
        <XAxis
          dataKey="label"
          reversed={rtl}
          {...AXIS}
          tickLine={false}
          interval="preserveStartEnd"
          allowDuplicatedCategory
        />
        <YAxis
          {...AXIS}
          {...span}
          axisLine={false}
          tickLine={false}
          width={64}
          orientation={rtl ? 'right' : 'left'}
          tickFormatter={(minor: number) => chartMoney(Math.round(minor))}
        />
        {reachMinor !== undefined && <ReferenceLine y={0} stroke="var(--ink)" />}
        <Bar
          dataKey="amountMinor"
          radius={reachMinor === undefined ? [5, 5, 0, 0] : 0}
          maxBarSize={54}
          isAnimationActive={false}
        >
          {bars.map(({ key, amountMinor }) => (
            <Cell key={key} fill={colourOf(amountMinor, reachMinor !== undefined)} />
          ))}
          {bars.length <= LABELS_MAX && reachMinor === undefined && (
            <LabelList
              dataKey="amountMinor"
              position="top"
              {...LABEL}
              formatter={(minor: unknown) => (Number(minor) === 0 ? '' : chartMoney(Number(minor)))}
            />
          )}
        </Bar>
      </BarChart>
    </Framed>
  );
}

/** An amount in full, `326,30 €`, and from ten thousand on, where there is no room for it, in short: `12,3 k€`. */
function useChartMoney(): (minor: number) => string {
  const { formats } = useDesk();
  const { exponent } = useMe().organisation.currency;
  return (minor) =>
    Math.abs(minor) < SHORT_FROM * 10 ** exponent ? formats.coin(minor).replace('-', '−') : formats.shortMoney(minor);
}

/** Drawn from left to right whatever the page; the axes turn themselves. */
function Framed({ heightPx, children }: { readonly heightPx: number; readonly children: React.ReactElement }) {
  return (
    <div className={styles['frame']} dir="ltr" aria-hidden data-chart>
      <ResponsiveContainer width="100%" height={heightPx} initialDimension={{ width: 400, height: heightPx }}>
        {children}
      </ResponsiveContainer>
    </div>
  );
}

function colourOf(minor: number, isDifference: boolean): string {
  if (minor < 0) return 'var(--danger)';
  return isDifference ? 'var(--warn-ink)' : 'var(--accent)';
}
