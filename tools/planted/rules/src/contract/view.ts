// contract-imports-only-base-domain; the-contract-takes-its-schema-library-only; come-in-by-the-door-from-outside
import { store } from '#main/store/store.ts';
import { tenth } from '#domain/money/tenth.ts';
import WebSocket from 'ws';
export const view = [store, tenth, WebSocket];
