import assert from 'node:assert/strict';
import { test } from 'node:test';
import { waves } from './waves.mjs';

const request = (start, end) => ({ start, end });

test('what is asked for together is one wave, whatever the order of the answers', () => {
  assert.deepEqual(waves([request(0, 200), request(3, 210), request(1, 500)]), [1, 1, 1]);
});

test('what is asked for after an answer is the next wave', () => {
  assert.deepEqual(waves([request(401, 600), request(0, 200), request(201, 400)]), [3, 1, 2]);
});

test('what is asked for while others are under way waits only for those that were answered', () => {
  assert.deepEqual(waves([request(0, 200), request(0, 900), request(210, 400), request(950, 1100)]), [1, 1, 2, 3]);
});
