import { library, type Call } from '../kit/library.ts'

const write: Call = { does: 'document', cost: 'writes a PDF' }

export default library({
  name: 'jsPDF',
  packages: ['jspdf'],
  docs: 'https://raw.githack.com/MrRio/jsPDF/master/docs/jsPDF.html',
  exports: { default: { class: 'Document' }, jsPDF: { class: 'Document' } },
  types: { Document: { names: ['jsPDF'], members: { output: write, save: write } } },
})
