import assert from 'node:assert/strict';
import { test } from 'node:test';
import { invitationText, readInvitation } from './invitation.ts';

const KEY = '0123456789abcdef0123456789abcdef';

test('what headquarters writes is what a till reads, and its text is the one of the documents', () => {
  const invitation = { url: 'https://hq.example/?a=1&b', code: '12345-ABCDE', fingerprint: KEY };
  const text = invitationText(invitation);
  assert.equal(text, `comptoir:enrol?url=https%3A%2F%2Fhq.example%2F%3Fa%3D1%26b&code=12345-ABCDE&key=${KEY}`);
  assert.deepEqual(readInvitation(text), invitation);
  assert.deepEqual(
    readInvitation(` ${text.replace('comptoir', 'COMPTOIR').replace(KEY, KEY.toUpperCase())}\n`),
    invitation,
  );
});

test('a text that is cut off, or says no whole fingerprint, invites to nothing', () => {
  const text = invitationText({ url: 'https://hq.example', code: '12345-ABCDE', fingerprint: KEY });
  for (let length = 0; length < text.length; length++) assert.equal(readInvitation(text.slice(0, length)), null);
  assert.equal(readInvitation('3017620422003'), null);
  assert.equal(readInvitation(`comptoir:enrol?url=%E0%A4%A&code=12345-ABCDE&key=${KEY}`), null);
});
