export { decideKey, type KeyRefusal } from './api-key.decider.js';
export { type KeyPolicy, type Scope } from './api-key.events.js';
export { isWellFormedKey } from './api-key.form.js';
export { evolveKey, type ApiKey } from './api-key.state.js';
export { WAS_ERASED, decideCustomer, type CustomerRefusal } from './customer.decider.js';
export { evolveCustomer, type Customer } from './customer.state.js';
export { IDENTITY_VERSIONS, readIdentityEvent, type IdentityEvent } from './identity.codec.js';
export { decideInstallation, evolveInstallation, type Installation } from './installation.decider.js';
export { InstallationSecrets, mintInstallation, openInstallation } from './installation.secrets.js';
export { verifyNobody } from './passwords.js';
export { powerOf, type KeyPower } from './key-power.js';
export { hashEmail, hashKey, hashPlace, mintKey, normaliseEmail, sameSecret } from './secrets.js';
export { INSTALLATION_STREAM } from './streams.js';
export { decideAddressClaim, evolveAddress, type Address } from './people/address.state.js';
export { decideMember, type MemberRefusal } from './people/member.decider.js';
export { type OpenedSession, type PersonCommand, type PersonRefusal } from './people/person.commands.js';
export { decidePerson } from './people/person.decider.js';
export { LANGUAGES, type Language, type Origins, type ShownFactors } from './people/person.events.js';
export { hashToken, mintToken, sealNewPerson, sealPassword, shownByCode, verifyPersonsPassword } from './people/person.secrets.js';
export { evolvePerson, sessionOf, type Passkey, type Person, type PersonSession } from './people/person.state.js';
export { mintRecoveryCodes } from './people/recovery-codes.js';
export {
  CUSTOMER_ROLES,
  CUSTOMER_TABLE,
  INSTALLATION_ROLES,
  INSTALLATION_TABLE,
  memberMay,
  operatorMay,
  type CustomerPermission,
  type CustomerRole,
  type InstallationPermission,
  type InstallationRole,
} from './people/roles.js';
export { newTotpSecret, totpStep, totpUri } from './people/totp.js';
export {
  decideInvitation,
  decideOperators,
  type InvitationCommand,
  type InvitationRefusal,
  type Inviter,
  type OperatorCommand,
  type OperatorFacts,
} from './people/invitation.decider.js';
export { livesAt, type Invitation, type Operator } from './people/invitation.state.js';
export {
  CHALLENGE_MS,
  creationOptions,
  hashCredential,
  newChallenge,
  requestOptions,
  verifyCreation,
  verifySignature,
  type KeptCredential,
  type RelyingParty,
} from './people/passkeys.js';
