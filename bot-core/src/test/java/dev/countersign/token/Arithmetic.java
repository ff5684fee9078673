package dev.countersign.token;

import org.conscrypt.Conscrypt;

/// Who computes ES256: everything that is asserted of grants holds for each.
enum Arithmetic {
  PLATFORM {
    @Override
    GrantKey of(GrantKey key) {
      return key;
    }

    @Override
    KeyRing of(KeyRing ring) {
      return ring;
    }
  },
  CONSCRYPT {
    @Override
    GrantKey of(GrantKey key) {
      return key.by(Conscrypt.newProvider());
    }

    @Override
    KeyRing of(KeyRing ring) {
      return ring.grantsBy(Conscrypt.newProvider());
    }
  };

  abstract GrantKey of(GrantKey key);

  abstract KeyRing of(KeyRing ring);
}
