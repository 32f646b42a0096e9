/**
 * Files in stock Firefox: a configuration that is dropped, and what is saved, as others read it.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { DuckDBInstance } from '@duckdb/node-api'
import { evaluate } from 'scale-schedule'
import { readConfig } from 'scale-schedule/config'
import { beforeAll, expect, test } from 'vitest'
import { ROOT } from '../helpers/examples.js'
import { inFirefox, SOON } from './firefox.js'

const YAML = readFileSync(path.join(ROOT, 'examples/resnet50-two-schedulers.yaml'), 'utf8')

inFirefox((page) => {
  beforeAll(async () => {
    await page.go()
  })

  const drop = (name: string, text: string) =>
    page.evaluate(
      (file, content) => {
        const dataTransfer = new DataTransfer()
        dataTransfer.items.add(new File([content], file))
        document.body.dispatchEvent(new DragEvent('drop', { dataTransfer, bubbles: true, cancelable: true }))
      },
      name,
      text,
    )
  /** Presses a button that saves, and gives the path of what was saved. */
  const save = async (label: string): Promise<string> => {
    const before = new Set(readdirSync(page.downloads))
    await page.evaluate((name) => {
      const buttons = Array.from(document.querySelectorAll<HTMLButtonElement>('button'))
      buttons.find(({ textContent }) => textContent === name)!.click()
    }, label)
    let found: string | undefined
    await expect
      .poll(() => {
        // What is being written has a second file beside it.
        const names = readdirSync(page.downloads).filter((name) => !before.has(name))
        found = names.some((name) => name.endsWith('.part')) ? undefined : names[0]
        return found !== undefined && readFileSync(path.join(page.downloads, found)).length > 0
      }, SOON)
      .toBe(true)
    return path.join(page.downloads, found!)
  }

  test('a configuration that is dropped is shown, and a wrong one is told of', async () => {
    await expect.poll(page.ready, SOON).toBe('true')
    await drop('resnet.yaml', YAML)
    const name = () =>
      page.evaluate(() => document.querySelector<HTMLInputElement>('[aria-label="Name of the schedule"]')?.value)
    await expect.poll(name, SOON).toBe('resnet50-imagenet')
    const { schedulers, run, baseLr } = readConfig(YAML)
    const lrs = evaluate(schedulers, run, { baseLr })
    for (const batch of [0, 3_000, 50_100]) {
      await page.evaluate((at) => {
        const field = document.querySelector<HTMLInputElement>('#go-to')!
        field.value = String(at)
        field.dispatchEvent(new Event('change'))
      }, batch)
      await expect.poll(async () => Number(await page.textOf('[data-name="lr"]')), SOON).toBe(lrs[batch])
    }
    await drop('wrong.yaml', 'max_duration: 10 parsecs\nscheduler: { name: cosine_with_warmup, t_warmup: 1ba }')
    await expect.poll(() => page.textOf('.take'), SOON).toMatch(/wrong\.yaml: max_duration: A time is written as/)
    expect(await name()).toBe('resnet50-imagenet')
  })

  test('CSV, Parquet, SVG and PNG are saved, and hold the values', async () => {
    const { schedulers, run, baseLr } = readConfig(YAML)
    const lrs = evaluate(schedulers, run, { baseLr })
    const [head, ...rows] = readFileSync(await save('CSV'), 'utf8')
      .trimEnd()
      .split('\r\n')
    const column = head!.split(',').indexOf('lr')
    expect(Float64Array.from(rows, (row) => Number(row.split(',')[column]))).toEqual(lrs)
    const parquet = await save('Parquet')
    expect(existsSync(parquet)).toBe(true)
    const connection = await (await DuckDBInstance.create(':memory:')).connect()
    const found = (await connection.runAndReadAll(`select lr from '${parquet}' order by batch`)).getRows()
    expect(Float64Array.from(found, ([lr]) => Number(lr))).toEqual(lrs)
    connection.closeSync()
    expect(readFileSync(await save('SVG'), 'utf8')).toMatch(/^<svg[\s\S]*<path[\s\S]*<\/svg>\s*$/)
    expect(readFileSync(await save('PNG')).subarray(0, 8)).toEqual(Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'))
  })
})
