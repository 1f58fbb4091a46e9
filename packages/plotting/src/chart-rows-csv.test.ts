import { csvParse } from 'd3-dsv';
import { expect, it } from 'vitest';
import { chartRowsCsv } from './chart-rows-csv.js';
import { metricChart } from './metric-chart.js';
import { syntheticRows } from './testing/synthetic-rows.js';

it('round-trips every row, numbers to the last bit', () => {
  const strategies = ['relu', 'switch:from=silu,to=relu', 'with "quotes"', 'two\nlines'];
  const { data } = metricChart(syntheticRows({ strategies, runs: 2 }), { metric: 'val_loss' });
  const [header] = chartRowsCsv({ data }).split('\n', 1);
  expect(header).toBe('strategy,epoch,runs,mean,std,low,high');
  const back = csvParse(chartRowsCsv({ data }), ({ strategy, ...numbers }) => ({
    strategy,
    ...Object.fromEntries(Object.entries(numbers).map(([key, text]) => [key, Number(text)])),
  }));
  expect([...back]).toEqual(data.values);
});

it('writes null as an empty field and names the columns of all rows', () => {
  const values = [
    { name: 'a', std: null },
    { name: 'b', std: 1, more: true },
  ];
  expect(chartRowsCsv({ data: { values } })).toBe('name,std,more\na,,\nb,1,true\n');
});
