/**
 * The charts of the reports, a chunk of their own: a till that only sells never loads them. What each shows stands beside it as
 * a table for those who listen; colours are those of the theme, and nothing moves.
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
import { useDesk } from '../../parts/desk.tsx';
import styles from './charts.module.css';

const AXIS = { stroke: 'var(--line-strong)', tick: { fill: 'var(--muted)', fontSize: 13 } } as const;
const LABEL = { fill: 'var(--ink)', fontSize: 13, fontWeight: 600 } as const;
const HOURS_WITH_LABELS_MAX = 9;
const ROW_PX = 38;
const NAME_CHARACTERS_MAX = 19;

export interface Named {
  readonly name: string;
  readonly amountMinor: number;
}

/** Takings by hour of the shop's clock; hours without a sale between two with one are shown empty. */
export function HoursChart({
  hours,
}: {
  readonly hours: readonly { readonly hour: number; readonly amountMinor: number }[];
}) {
  const { formats, words } = useDesk();
  const rtl = words.direction === 'rtl';
  return (
    <Framed heightPx={230}>
      <BarChart data={hours} margin={{ top: 22, right: 8, bottom: 0, left: 8 }} accessibilityLayer={false}>
        <CartesianGrid vertical={false} stroke="var(--line)" />
        <XAxis
          dataKey="hour"
          reversed={rtl}
          {...AXIS}
          tickLine={false}
          tickFormatter={(hour: number) => words.t('report.hour-of', { hour })}
        />
        <YAxis
          {...AXIS}
          axisLine={false}
          tickLine={false}
          width={64}
          orientation={rtl ? 'right' : 'left'}
          tickFormatter={(minor: number) => formats.shortMoney(Math.round(minor))}
        />
        <Bar dataKey="amountMinor" fill="var(--accent)" radius={[5, 5, 0, 0]} maxBarSize={54} isAnimationActive={false}>
          {hours.length <= HOURS_WITH_LABELS_MAX && (
            <LabelList
              dataKey="amountMinor"
              position="top"
              {...LABEL}
              formatter={(minor: unknown) => (Number(minor) === 0 ? '' : formats.coin(Number(minor)))}
            />
          )}
        </Bar>
      </BarChart>
    </Framed>
  );
}

/** Amounts by name, one bar a row, each with its amount at its end. */
export function BarsChart({ rows }: { readonly rows: readonly Named[] }) {
  const { formats, words } = useDesk();
  const rtl = words.direction === 'rtl';
  const side = rtl ? { left: 96, right: 4 } : { left: 4, right: 96 };
  return (
    <Framed heightPx={rows.length * ROW_PX + 10}>
      <BarChart data={rows} layout="vertical" margin={{ top: 4, bottom: 4, ...side }} accessibilityLayer={false}>
        <XAxis
          type="number"
          hide
          reversed={rtl}
          domain={[(least: number) => Math.min(0, least), (most: number) => Math.max(0, most)]}
        />
        <YAxis
          type="category"
          dataKey="name"
          {...AXIS}
          tick={{ fill: 'var(--ink)', fontSize: 14 }}
          axisLine={false}
          tickLine={false}
          width={142}
          interval={0}
          orientation={rtl ? 'right' : 'left'}
          tickFormatter={shortened}
        />
        <Bar dataKey="amountMinor" fill="var(--accent)" radius={4} maxBarSize={22} isAnimationActive={false}>
          {rows.map(({ name, amountMinor }) => (
            <Cell key={name} fill={amountMinor < 0 ? 'var(--danger)' : 'var(--accent)'} />
          ))}
          <LabelList
            dataKey="amountMinor"
            // Where the axis runs to the left, so does what is right of a bar.
            position="right"
            {...LABEL}
            formatter={(minor: unknown) => (Number(minor) < 0 ? '' : formats.money(Number(minor)))}
          />
          <LabelList
            dataKey="amountMinor"
            // What is below zero runs towards the names: its amount stands on the other side of the line.
            position="left"
            {...LABEL}
            formatter={(minor: unknown) => (Number(minor) < 0 ? formats.money(Number(minor)) : '')}
          />
        </Bar>
      </BarChart>
    </Framed>
  );
}

export interface OverShort {
  readonly key: string;
  readonly label: string;
  readonly differenceMinor: number;
}

/** Over above the line and short below it, one bar a count. `reachMinor` is the same for everybody, so that people compare. */
export function OverShortChart(given: { readonly bars: readonly OverShort[]; readonly reachMinor: number }) {
  const { formats, words } = useDesk();
  const { bars, reachMinor } = given;
  const rtl = words.direction === 'rtl';
  return (
    <Framed heightPx={170}>
      <BarChart data={bars} margin={{ top: 18, right: 8, bottom: 4, left: 8 }} accessibilityLayer={false}>
        <XAxis
          dataKey="label"
          reversed={rtl}
          {...AXIS}
          axisLine={false}
          tickLine={false}
          interval="preserveStartEnd"
          allowDuplicatedCategory
        />
        <YAxis
          {...AXIS}
          axisLine={false}
          tickLine={false}
          width={64}
          ticks={[-reachMinor, -reachMinor / 2, 0, reachMinor / 2, reachMinor]}
          domain={[-reachMinor, reachMinor]}
          orientation={rtl ? 'right' : 'left'}
          tickFormatter={(minor: number) => formats.shortMoney(Math.round(minor))}
        />
        <CartesianGrid vertical={false} stroke="var(--line)" />
        <ReferenceLine y={0} stroke="var(--ink)" />
        <Bar dataKey="differenceMinor" maxBarSize={26} isAnimationActive={false}>
          {bars.map(({ key, differenceMinor }) => (
            <Cell key={key} fill={differenceMinor < 0 ? 'var(--danger)' : 'var(--warn-ink)'} />
          ))}
        </Bar>
      </BarChart>
    </Framed>
  );
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

function shortened(name: string): string {
  return name.length <= NAME_CHARACTERS_MAX ? name : `${name.slice(0, NAME_CHARACTERS_MAX - 1)}…`;
}
