// hq-imports-only-base-domain-contract-node-renderer; only-pages-of-headquarters-know-the-renderer
import { store } from '#main/store/store.ts';
import { page } from '#renderer/page.ts';
// postgresql-only-in-the-store-of-headquarters; http-server-only-at-headquarters
import pg from 'pg';
import fastify from 'fastify';
export const hq = [store, page, pg, fastify];
