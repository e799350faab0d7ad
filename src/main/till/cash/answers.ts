/** What can be asked of the cash desk. Who has no right to see, sees nothing. */
import { branded, type SessionId } from '#base/brand.ts';
import type { QueryAnswer, QueryInput } from '#contract/screen/screen.ts';
import { daysBefore } from '#domain/cash-session/cash-session.ts';
import { payloadOf } from '#domain/journal/journal.ts';
import { SETTINGS_GROUPS } from '#domain/settings/settings.ts';
import { missingRight, type TillCore } from '../core.ts';
import { localDate } from '../local-time.ts';
import { operatorName } from '../receipt.ts';
import type { Station } from '../station.ts';
import { closingSummary, closingView, xReportOf } from './reports.ts';
import { visibleSession } from './visible-session.ts';

type CashQuery = 'xReport' | 'closings' | 'closing' | 'overShort' | 'settings';

export const cashAnswers: {
  readonly [Name in CashQuery]: (core: TillCore, station: Station, input: QueryInput<Name>) => QueryAnswer<Name>;
} = {
  xReport(core, station) {
    const session = missingRight(core, station, 'see-expected') === null ? visibleSession(core) : null;
    return { report: session === null ? null : xReportOf(core, session) };
  },
  closings(core, station, { limit }) {
    if (missingRight(core, station, 'see-closings') !== null) return { closings: [] };
    return { closings: core.ports.store.closings(limit).map(closingSummary) };
  },
  closing(core, station, { businessDay }) {
    const mayNot = missingRight(core, station, 'see-closings') !== null;
    const closing = mayNot ? undefined : core.ports.store.closing(businessDay);
    return { closing: closing === undefined ? null : closingView(core, closing) };
  },
  overShort(core, station, { days }) {
    if (missingRight(core, station, 'see-closings') !== null) return { sessions: [] };
    const { store, clock } = core.ports;
    const since = daysBefore(localDate(clock.wallMs(), core.shop.timeZone), days - 1);
    return {
      sessions: store.sessionClosings(since).flatMap((closing) => {
        const row = payloadOf(closing, 'session-closed');
        if (!row.counted) return [];
        const countedBy = store.session(branded<SessionId>(row.session_id))?.count?.operator ?? closing.operator;
        return row.methods.map(({ method, difference_minor: differenceMinor }) => ({
          businessDay: row.business_day,
          operatorName: operatorName(store, countedBy),
          openedByName: operatorName(store, row.opened_by),
          method,
          differenceMinor,
        }));
      }),
    };
  },
  settings(core, station) {
    if (missingRight(core, station, 'manage-settings') !== null) return { settings: null, fromHq: [] };
    const { hq } = core.ports.store;
    return {
      settings: structuredClone(core.settings()) as QueryAnswer<'settings'>['settings'],
      fromHq: SETTINGS_GROUPS.filter((group) => hq.settings(group) !== undefined),
    };
  },
};
