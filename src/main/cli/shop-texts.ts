/** What the commands that make and mend a shop say, in the languages of the till. */
import type { Language } from '#domain/money/money.ts';

export interface ShopTexts {
  made(name: string, folder: string): string;
  exists(folder: string): string;
  fileInvalid(problems: readonly string[]): string;
  readonly rebuilt: string;
  failed(detail: string): string;
}

const TEXTS: Readonly<Record<Language, ShopTexts>> = {
  fr: {
    made: (name, folder) =>
      `Le magasin « ${name} » est prêt dans ${folder}. Importez ses produits, puis ouvrez la caisse.`,
    exists: (folder) => `Il y a déjà un magasin dans ${folder} ; rien n’a été changé.`,
    fileInvalid: (problems) =>
      `Le fichier du magasin ne convient pas :\n${problems.map((line) => `  ${line}\n`).join('')}`,
    rebuilt: 'Les tables calculées ont été refaites à partir du journal.',
    failed: (detail) => `Cela n’a pas pu se faire : ${detail}`,
  },
  en: {
    made: (name, folder) => `The shop "${name}" is ready in ${folder}. Import its products, then open the till.`,
    exists: (folder) => `There is a shop in ${folder} already; nothing was changed.`,
    fileInvalid: (problems) => `The file of the shop does not fit:\n${problems.map((line) => `  ${line}\n`).join('')}`,
    rebuilt: 'The tables that follow from the journal have been made anew.',
    failed: (detail) => `That could not be done: ${detail}`,
  },
  ar: {
    made: (name, folder) => `المتجر « ${name} » جاهز في ${folder}. استورد منتجاته ثم افتح الصندوق.`,
    exists: (folder) => `يوجد متجر في ${folder} من قبل؛ لم يتغير شيء.`,
    fileInvalid: (problems) => `ملف المتجر غير صالح:\n${problems.map((line) => `  ${line}\n`).join('')}`,
    rebuilt: 'أعيد حساب الجداول من السجل.',
    failed: (detail) => `تعذر ذلك: ${detail}`,
  },
};

/** The texts of a language by its code, undefined for one there is none of. */
export function shopTexts(language: string): ShopTexts | undefined {
  return language === 'fr' || language === 'en' || language === 'ar' ? TEXTS[language] : undefined;
}
