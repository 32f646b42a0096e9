/** Converting times and scaling max_duration: the formulas of Composer, and what is refused. */
import { convertTime, type MaxDuration, SchedulerError, scaleMaxDuration, Time, type TimeString } from 'scale-schedule'
import { describe, expect, test } from 'vitest'
import { codeFrom } from '../../helpers/thrown.js'

// biome-ignore lint/suspicious/noExplicitAny: what plain JavaScript may pass
type Any = any

describe('convertTime', () => {
  test.each([
    // [time, max_duration, dataloader_len, ssr, converted]
    ['0.5dur', '10ep', 200, 1, '1000ba'],
    ['1dur', '10ep', 200, 0.5, '2000ba'], // a fraction of the run is not scaled: max_duration has been
    ['0.29dur', '100ep', 1, 1, '28ba'], // 0.29 × 1 × 100 is 28.999999999999996
    ['-0.5dur', '3ep', 1, 1, '-1ba'],
    ['0.29dur', '100ba', null, 1, '28ba'],
    ['0.5dur', '7tok', null, 3, '3tok'],
    ['0.5dur', '7sp', 5, 1, '3sp'],
    ['0.5dur', '7iter', null, 1, '3iter'],
    ['0.5dur', '101sec', null, 1, '50sec'],
    ['2dur', '10ba', null, 1, '20ba'],
    ['-0.0dur', '10ba', null, 1, '0ba'],
    ['3ep', '10ep', 200, 1, '600ba'],
    ['3ep', '10ep', 200, 0.5, '300ba'],
    ['3ep', '10tok', 7, 0.5, '10ba'], // trunc(21 × 0.5), in batches whatever max_duration is in
    ['3ep', '10ep', 0, 1, '0ba'],
    ['7ba', '10ep', null, 0.5, '3ba'],
    ['-7ba', '10ep', null, 0.5, '-3ba'], // towards zero
    ['-1ba', '10ep', null, 0.5, '0ba'],
    ['5tok', '10ba', null, 1.5, '7tok'],
    ['9sp', '10ba', null, 2, '18sp'],
    ['5iter', '10ba', null, 0.5, '2iter'],
    ['100ba', '10ba', null, 0.29, '28ba'],
    ['5ba', '10ba', null, 0, '0ba'],
    ['5ba', '10ba', null, -1, '-5ba'],
    ['0.5dur', '10ba', null, Number.NaN, '5ba'], // the ratio is not used
    ['9007199254740991ba', '10ba', null, 1, '9007199254740991ba'],
  ])(
    '%s of a run of %s with %s batches an epoch, at ratio %d, is %s',
    (time, maxDuration, dataloaderLen, ssr, found) => {
      const state = { maxDuration: maxDuration as MaxDuration, dataloaderLen }
      const converted = convertTime(time as TimeString, state, ssr)
      expect(converted).toBeInstanceOf(Time)
      expect(converted.toTimestring()).toBe(found)
      expect(Object.is(converted.value, -0)).toBe(false)
      expect(
        convertTime(Time.fromTimestring(time), { ...state, maxDuration: Time.fromTimestring(maxDuration) }, ssr),
      ).toEqual(converted)
    },
  )

  test('a fraction of a run in epochs multiplies in the order of Composer', () => {
    let differing = 0
    for (let percent = 1; percent < 100; percent++) {
      for (const [batches, epochs] of [
        [100, 3],
        [7, 90],
        [1251, 90],
        [13, 1],
      ] as const) {
        const x = percent / 100
        const state = { maxDuration: `${epochs}ep` as const, dataloaderLen: batches }
        expect(convertTime(Time.fromDuration(x), state).value).toBe(Math.trunc(x * batches * epochs))
        if (Math.trunc(x * batches * epochs) !== Math.trunc(x * (batches * epochs))) differing++
      }
    }
    expect(differing).toBeGreaterThan(0)
  })

  test.each([
    ['10sec', '10ep', 5, 1, 'wall-clock-unit'],
    ['10sec', null, null, 1, 'wall-clock-unit'], // asked before max_duration, as in Composer
    ['1h', '10ep', 5, 1, 'wall-clock-unit'],
    ['1ba', null, 5, 1, 'no-max-duration'],
    ['1ep', null, null, 1, 'no-max-duration'],
    ['1dur', undefined, 5, 1, 'no-max-duration'],
    ['1ep', '10ba', null, 1, 'no-dataloader-len'],
    ['1ep', '10ba', undefined, 1, 'no-dataloader-len'],
    ['0.5dur', '10ep', null, 1, 'no-dataloader-len'],
    ['1ba', '1dur', 5, 1, 'max-duration-unit'],
    ['1ba', 'soon', 5, 1, 'time-string'],
    ['soon', '10ba', 5, 1, 'time-string'],
    ['1.5ba', '10ba', 5, 1, 'integer-units'],
    ['infdur', '10ba', 5, 1, 'not-finite'],
    ['nandur', '10ep', 5, 1, 'not-finite'],
    ['1ba', '10ba', 5, Number.NaN, 'not-finite'],
    ['0ba', '10ba', 5, Number.POSITIVE_INFINITY, 'not-finite'],
    ['1e15ba', '10ba', 5, 100, 'integer-range'],
    ['2ep', '10ba', Number.MAX_SAFE_INTEGER, 0.5, 'integer-range'], // the product of integers comes first
    ['1e10dur', '9007199254740991ba', null, 1, 'integer-range'],
    ['1ba', '10ba', -1, 1, 'integer-range'],
    ['1ba', '10ba', 1.5, 1, 'integer-range'],
    ['1ba', '10ba', Number.NaN, 1, 'integer-range'],
    ['1ba', '10ba', 2 ** 53, 1, 'integer-range'],
    ['1ba', '10ba', '5', 1, 'bad-type'],
    ['1ba', 10, 5, 1, 'bad-type'],
    [10, '10ba', 5, 1, 'bad-type'],
    [null, '10ba', 5, 1, 'bad-type'],
    ['1ba', '10ba', 5, '1', 'bad-type'],
    ['1ba', '10ba', 5, null, 'bad-type'],
  ])(
    '%s of a run of %s with %s batches an epoch, at ratio %s, is %s',
    (time, maxDuration, dataloaderLen, ssr, code) => {
      expect(codeFrom(() => convertTime(time as Any, { maxDuration, dataloaderLen } as Any, ssr as Any))).toBe(code)
    },
  )

  test('the timestamp is not read', () => {
    const state = {
      maxDuration: '10ba' as const,
      dataloaderLen: null,
      get timestamp(): never {
        throw new Error('read')
      },
    }
    expect(convertTime('5ba', state).value).toBe(5)
  })

  test('an error of converting carries the time', () => {
    try {
      convertTime('3ep', { maxDuration: '10ba', dataloaderLen: null })
    } catch (error) {
      expect(SchedulerError.is(error) && String((error.details as Any).time)).toBe('3ep')
      expect((error as Error).message).toContain('3ep')
    }
    expect.assertions(2)
  })
})

describe('scaleMaxDuration', () => {
  test.each([
    ['100ba', 0.33, '33ba'],
    ['100ba', 0.29, '28ba'], // 28.999999999999996
    ['10ep', 0.25, '2ep'],
    ['10ep', 1, '10ep'],
    ['3tok', 2, '6tok'],
    ['7sp', 1.5, '10sp'],
    ['1h', 0.5, '1800sec'],
    ['3ba', -1, '-3ba'], // as Composer's function; a TrainingRun refuses it
  ])('%s at ratio %d is %s', (time, ssr, scaled) => {
    expect(scaleMaxDuration(time as MaxDuration, ssr).toTimestring()).toBe(scaled)
    expect(scaleMaxDuration(Time.fromTimestring(time), ssr).toTimestring()).toBe(scaled)
  })

  test('no max_duration stays none', () => {
    expect(scaleMaxDuration(null, 0.5)).toBe(null)
  })

  test.each([
    ['1ep', 0.5, 'max-duration-zero'],
    ['100ba', 0, 'max-duration-zero'],
    ['100ba', -0, 'max-duration-zero'],
    ['0ba', 1, 'max-duration-zero'],
    ['100ba', Number.NaN, 'not-finite'],
    ['100ba', Number.POSITIVE_INFINITY, 'not-finite'],
    ['9007199254740991ba', 2, 'integer-range'],
    ['soon', 1, 'time-string'],
    [100, 1, 'bad-type'],
    [undefined, 1, 'bad-type'],
    ['100ba', '2', 'bad-type'],
    ['100ba', null, 'bad-type'],
    ['100ba', undefined, 'bad-type'],
  ])('%s at ratio %s is %s', (time, ssr, code) => {
    expect(codeFrom(() => scaleMaxDuration(time as Any, ssr as Any))).toBe(code)
  })

  test('the error shows what was scaled, by what, and to what', () => {
    expect(() => scaleMaxDuration('1ep', 0.5)).toThrow('found 1ep × 0.5 = 0ep.')
  })
})
