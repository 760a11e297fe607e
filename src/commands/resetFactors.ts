import { resetUsers } from './parts/resetUsers.ts';

export const resetFactors = resetUsers({
  id: 'falconAdmin.user.resetFactors',
  kind: 'resetFactors',
  title: (l10n) => l10n.t('Reset 2FA'),
  notes: (count, l10n) => [
    count === 1
      ? l10n.t('The user sets up second factors anew at the next login.')
      : l10n.t('Each of them sets up second factors anew at the next login.'),
  ],
});
