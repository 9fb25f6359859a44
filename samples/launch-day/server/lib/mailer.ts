import nodemailer from 'nodemailer';

export const mailFrom = process.env.MAIL_FROM ?? 'Makerboard <hello@makerboard.example>';

export const transporter = nodemailer.createTransport({
  host: process.env.SMTP_HOST ?? 'localhost',
  port: Number(process.env.SMTP_PORT ?? 1025),
  secure: false,
});
