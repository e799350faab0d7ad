/** Who customers are, at headquarters. Door of the folder. */
export { editPerson } from './edit.ts';
export { forgetPerson } from './forget.ts';
export { mergePersons } from './merge.ts';
export { PERSONS_PROJECTOR } from './project.ts';
export { listPersons, readMerged, readPersons, type PersonView } from './reads.ts';
export { openPersons, type PersonValue } from './records.ts';
export { dropOldChanges, findPersons } from './search.ts';
export { personHandlers } from './take.ts';
