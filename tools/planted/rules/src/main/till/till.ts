// main-imports-only-base-domain-contract-devices; sqlite-only-in-the-store; electron-only-in-its-shell
import { page } from '#renderer/page.ts';
import Database from 'better-sqlite3';
import { app } from 'electron';
// nothing-in-main-knows-a-shell; web-sockets-only-in-the-web-shell-and-the-counter; react-only-in-pages
import { shell } from '#main/shell/web/main.ts';
import WebSocket from 'ws';
import { useState } from 'react';
export const till = [page, Database, app, shell, WebSocket, useState];
