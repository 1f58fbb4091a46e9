import { describe, expect, it } from 'vitest';
import { formatOptionText, parseOptionText, splitOptionTexts } from './option-text.js';

describe('parseOptionText', () => {
  it('reads numbers, booleans and strings', () => {
    expect(parseOptionText('a:x=0.3,y=true,z=negative,w=')).toEqual({
      name: 'a',
      x: 0.3,
      y: true,
      z: 'negative',
      w: '',
    });
  });

  it('puts dotted keys inside the option before them', () => {
    const text = 'switch:from=stoch,from.share=0.3,from.domain=negative,to=relu';
    const options = { name: 'switch', from: { name: 'stoch', share: 0.3, domain: 'negative' }, to: 'relu' };
    expect(parseOptionText(text)).toEqual(options);
    expect(formatOptionText(options)).toBe(text);
  });

  it.each([
    ['', 'expected a name before the options'],
    [':share=1', 'expected a name before the options'],
    ['stoch:share', "expected key=value after ':' and between commas, got 'share'"],
    ['stoch:=1', "got '=1'"],
    ['stoch:share=1,share=0', "option 'share' comes twice"],
    ['switch:from.share=1', "'from.share' needs 'from=<name>' before it"],
    ['switch:from=stoch,from.share=1,from.share=0', "option 'from.share' comes twice"],
  ])('refuses %j in one sentence', (text, sentence) => {
    expect(() => parseOptionText(text)).toThrow(sentence);
  });
});

describe('splitOptionTexts', () => {
  it('keeps options with the name before them', () => {
    expect(splitOptionTexts('relu,stoch:share=0.3,domain=negative,switch:from=silu,to=relu,silu')).toEqual([
      'relu',
      'stoch:share=0.3,domain=negative',
      'switch:from=silu,to=relu',
      'silu',
    ]);
  });
});
