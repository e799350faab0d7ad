/** What headquarters counts, in the words of Prometheus. */
import { Counter, Gauge, Histogram, Registry } from 'prom-client';

/** What is looked up when somebody asks. */
export interface MetricSources {
  readonly pool: () => { readonly total: number; readonly idle: number; readonly waiting: number };
  readonly tillsWaiting: () => number;
  readonly callsAtWork: () => number;
  /** Rows found good since this node started. */
  readonly rowsVerified: () => number;
  /** Chains with rows that a second step has not seen yet; undefined where the database does not say. */
  readonly chainsPending: () => Promise<number | undefined>;
}

export interface HqMetrics {
  call(said: { readonly call: string; readonly outcome: string; readonly seconds: number }): void;
  /** The text that Prometheus reads. */
  text(): Promise<string>;
  readonly contentType: string;
}

const SECONDS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30];

/** Metrics of one node. */
export function hqMetrics(sources: MetricSources): HqMetrics {
  const registry = new Registry();
  const registers = [registry];
  const calls = new Counter({
    name: 'comptoir_hq_calls_total',
    help: 'Calls of tills and pages, by name and outcome.',
    labelNames: ['call', 'outcome'],
    registers,
  });
  const seconds = new Histogram({
    name: 'comptoir_hq_call_seconds',
    help: 'How long calls took, in seconds; those that wait for news included.',
    labelNames: ['call'],
    buckets: SECONDS,
    registers,
  });
  new Counter({
    name: 'comptoir_hq_rows_verified_total',
    help: 'Journal rows whose chain and signature were found good.',
    registers,
    collect() {
      this.reset();
      this.inc(sources.rowsVerified());
    },
  });
  gauge(registry, 'comptoir_hq_tills_waiting', 'Tills that wait for news on this node.', sources.tillsWaiting);
  gauge(registry, 'comptoir_hq_calls_at_work', 'Calls being answered on this node.', sources.callsAtWork);
  gauge(registry, 'comptoir_hq_pool_connections', 'Connections to the database.', () => sources.pool().total);
  gauge(registry, 'comptoir_hq_pool_idle', 'Connections that nobody uses.', () => sources.pool().idle);
  gauge(registry, 'comptoir_hq_pool_waiting', 'Who waits for a connection.', () => sources.pool().waiting);
  gauge(registry, 'comptoir_hq_resident_bytes', 'Memory of this node.', () => process.memoryUsage.rss());
  const pending = new Gauge({
    name: 'comptoir_hq_chains_pending',
    help: 'Chains with rows that balances, stock and takings do not include yet.',
    registers,
  });
  return {
    call({ call, outcome, seconds: taken }) {
      calls.inc({ call, outcome });
      seconds.observe({ call }, taken);
    },
    async text() {
      const count = await sources.chainsPending();
      if (count === undefined) pending.reset();
      else pending.set(count);
      return registry.metrics();
    },
    contentType: registry.contentType,
  };
}

function gauge(registry: Registry, name: string, help: string, value: () => number): void {
  new Gauge({
    name,
    help,
    registers: [registry],
    collect() {
      this.set(value());
    },
  });
}
