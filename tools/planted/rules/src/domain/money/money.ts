export { tenth } from './tenth.ts';
