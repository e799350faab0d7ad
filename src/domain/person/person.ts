/** Who somebody is, as a till needs it: fields that are written one way, and found however they are typed. Door of the folder. */
export { readEmail, readPhone } from './contact.ts';
export { changedFields, type PersonFields, readFields } from './fields.ts';
export { displayName, greetingName } from './name.ts';
export { PersonIndex } from './person-index.ts';
export { personText, type PersonTextFacts } from './person-text.ts';
