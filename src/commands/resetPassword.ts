import { resetUsers } from './parts/resetUsers.ts';

export const resetPassword = resetUsers({
  id: 'falconAdmin.user.resetPassword',
  kind: 'resetPassword',
  title: (l10n) => l10n.t('Reset Password'),
  notes: (count, l10n) => [
    count === 1 ? l10n.t('The user gets a mail to set a new password.') : l10n.t('Each of them gets a mail to set a new password.'),
    l10n.t('In a tenant with single sign-on no mail goes out.'),
  ],
});
