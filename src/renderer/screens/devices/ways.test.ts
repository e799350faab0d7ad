import assert from 'node:assert/strict';
import { test } from 'node:test';
import { BEGINNINGS, EXAMPLES, WAYS, WAYS_OF, asTyped, fromTyped, isUnfinished, wayOf, wholeAddress } from './ways.ts';

test('an address as it stands on the printer’s own test page is enough', () => {
  assert.equal(wholeAddress(' 192.168.1.50 '), 'tcp://192.168.1.50:9100');
  assert.equal(wholeAddress('192.168.1.50:9101'), 'tcp://192.168.1.50:9101');
  assert.equal(wholeAddress('tcp://192.168.1.50'), 'tcp://192.168.1.50:9100');
  assert.equal(wholeAddress('caisse-1.local'), 'tcp://caisse-1.local:9100');
  assert.equal(wholeAddress('/dev/usb/lp0'), 'usb:///dev/usb/lp0');
  assert.equal(wholeAddress('/dev/ttyUSB0?baud=19200'), 'serial:///dev/ttyUSB0?baud=19200');
  assert.equal(wholeAddress('COM3'), 'serial://COM3');
});

test('an address that is whole stays as it is, and so does what nobody can guess', () => {
  const whole = ['wedge:', 'camera:', 'pcsc://', 'cups://TM-T20', 'hid://0c2e:0b61', 'tcp://a:1', 'usb:///dev/usb/lp1'];
  for (const address of [...whole, 'hello', '', '[::1]:9100']) assert.equal(wholeAddress(address), address);
});

test('every way is known again by its own addresses', () => {
  for (const way of WAYS) {
    assert.equal(wayOf('printer', BEGINNINGS[way]), way);
    assert.equal(wayOf('printer', wholeAddress(EXAMPLES[way])), way);
  }
  assert.equal(wayOf('display', ''), WAYS_OF.display[0]);
});

test('a network address is shown and typed as on the printer’s own test page, and other ways whole', () => {
  assert.equal(asTyped('tcp://192.168.1.50:9100'), '192.168.1.50:9100');
  assert.equal(asTyped(BEGINNINGS.network), '');
  assert.equal(asTyped('usb:///dev/usb/lp0'), 'usb:///dev/usb/lp0');
  assert.equal(wholeAddress(fromTyped('192.168.1.50', 'network')), 'tcp://192.168.1.50:9100');
  assert.equal(wholeAddress(fromTyped('tcp://10.0.0.8', 'network')), 'tcp://10.0.0.8:9100');
  assert.equal(wholeAddress(fromTyped('/dev/usb/lp0', 'network')), 'usb:///dev/usb/lp0');
  assert.equal(fromTyped('', 'network'), BEGINNINGS.network);
  assert.equal(fromTyped('serial:///dev/ttyS0', 'serial'), 'serial:///dev/ttyS0');
});

test('a beginning alone is no address', () => {
  assert.deepEqual(['', 'tcp://', 'serial:///dev/', 'pcsc://', 'wedge:'].map(isUnfinished), [
    true,
    true,
    true,
    false,
    false,
  ]);
});
