import { framework } from '../kit/framework.ts'

export default framework({
  name: 'Schedulers',
  packages: ['node-cron', 'node-schedule', 'cron', 'croner', '@types/node-cron', '@types/node-schedule'],
  docs: 'https://github.com/node-cron/node-cron#readme',
  exports: {
    schedule: {}, scheduleJob: {},
    CronJob: { class: 'CronJob' }, Cron: { class: 'Cron' },
  },
  types: { CronJob: { names: ['CronJob'], static: { from: {} } }, Cron: { names: ['Cron'] } },
  entries: [
    { by: 'function', kind: 'job', functions: { schedule: 'ALL', scheduleJob: 'ALL', CronJob: 'ALL', Cron: 'ALL' }, from: 1, property: 'onTick' },
  ],
})
