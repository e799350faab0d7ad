/** Words in Arabic: what was refused about customers, cards, points and stored value. */
import type { TextsOf } from '../entry.ts';
import type { memberRefusals as french } from '../fr/member-refusals.ts';

export const memberRefusals: TextsOf<typeof french> = {
  'refusal.card_unknown': 'البطاقة {card} ليست لأحد بعد: سجّل زبونا أو بِع بطاقة هدية.',
  'refusal.card_blocked': 'هذه البطاقة ({card}) لم تعد صالحة.',
  'refusal.card_taken': 'هذه البطاقة ({card}) لشخص آخر. خذ بطاقة أخرى.',
  'refusal.card_is_product': 'هذا رمز سلعة من سلع المتجر: لا يمكن أن يكون بطاقة.',
  'refusal.card_gone': 'لم تعد البطاقة في الذاكرة. قدّمها من جديد.',
  'refusal.customer_unknown': 'لا زبون على التذكرة، أو هو غير معروف هنا. قدّم بطاقته أو ابحث باسمه.',
  'refusal.customer_erased': 'مُحي هذا الزبون ومعه بطاقته. سجّله من جديد ببطاقة أخرى.',
  'refusal.contact_missing': 'أدخل على الأقل اسما أو هاتفا أو بريدا إلكترونيا أو بطاقة.',
  'refusal.contact_invalid': 'أحد الحقول غير صالح. صحّحه أو اتركه فارغا.',
  'refusal.duplicate_customer': 'يوجد زبون مشابه. افتح ملفه أو سجّل رغم ذلك.',
  'refusal.account_unknown': 'قدّم البطاقة أولا: هذا الحساب ليس على التذكرة.',
  'refusal.account_blocked': 'هذا الحساب موقوف: لا يُصرف منه شيء. يمكن للمسؤول إعادة تفعيله.',
  'refusal.account_closed': 'هذا الحساب مغلق ولم يعد صالحا.',
  'refusal.account_expired': 'انتهت صلاحية هذه البطاقة يوم {expiresOnDay}.',
  'refusal.points_short': 'لا يوجد في هذا الحساب سوى {balance} نقطة.',
  'refusal.points_step': 'تُستعمل النقاط بمضاعفات {step}.',
  'refusal.load_limits':
    'الشحن من {leastMinor} إلى {mostMinor}، ولا يتجاوز رصيد الحساب {balanceMostMinor} (فيه الآن {balanceMinor}).',

  'why.card-lost': 'البطاقة {card} مصرّح بضياعها. وُجدت؟ أعد تفعيلها في ملف الزبون.',
  'why.card-blocked': 'البطاقة {card} موقوفة. يمكن إعادة تفعيلها في ملف الزبون.',
  'why.card-replaced': 'استُبدلت هذه البطاقة: قدّم البطاقة الجديدة.',
  'why.card-or-article': 'بطاقة غير معروفة ({card}). إن كانت سلعة فامسحها من جديد.',
  'why.card-several': 'قد يكون هذا الرقم ({card}) لعدة بطاقات. ابحث عن الزبون باسمه.',
  'why.card-is-gift-card': 'البطاقة {card} بطاقة هدية: لا يمكن أن تكون لزبون.',
  'why.card-is-customers': 'البطاقة {card} لزبون: اشحن محفظته أو خذ بطاقة أخرى.',
  'why.card-on-another-ticket': 'البطاقة {card} تُباع الآن على تذكرة أخرى.',
  'why.purse-load-on-ticket': 'هذه التذكرة تشحن محفظة زبونها. احذف الشحن أوّلا ثم غيّر الزبون.',
  'why.purse-of-nobody': 'لم يعد شحن المحفظة هذا لأحد: احذفه من التذكرة ثم اقبض.',
  'why.contact-email': 'لا بريد إلكتروني في هذا الملف: أضفه أولا.',
  'why.contact-sms': 'لا هاتف في هذا الملف: أضفه أولا.',
  'why.contact-invalid-name': 'يجب أن يحتوي الاسم على حروف.',
  'why.contact-invalid-phone': 'رقم الهاتف هذا غير موجود. لبلد آخر ابدأ بالعلامة +.',
  'why.contact-invalid-email': 'عنوان البريد الإلكتروني غير كامل.',
  'why.contact-invalid-birthday': 'تاريخ الميلاد هذا غير موجود.',
  'why.points-too-many': 'لا تأخذ هذه التذكرة أكثر من {most} نقطة.',
};
