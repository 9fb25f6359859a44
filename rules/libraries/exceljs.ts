import { library, type Call } from '../kit/library.ts'

const write: Call = { does: 'document', cost: 'writes a workbook' }

export default library({
  name: 'ExcelJS',
  packages: ['exceljs'],
  docs: 'https://github.com/exceljs/exceljs#writing-xlsx',
  exports: { Workbook: { class: 'Workbook' } },
  types: {
    Workbook: { names: ['Workbook'], members: { xlsx: { is: 'Format' }, csv: { is: 'Format' } } },
    Format: { names: ['Xlsx', 'Csv'], members: { writeBuffer: write, writeFile: write, write } },
  },
})
