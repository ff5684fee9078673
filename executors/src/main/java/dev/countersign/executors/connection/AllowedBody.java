package dev.countersign.executors.connection;

/// What may be the body of an allowed call.
public sealed interface AllowedBody {
  /// Whether a call without a body is such a call.
  boolean takesNone();

  /// Whatever `limits.body` lets through.
  ///
  /// @param said whether the file says so, or says nothing
  record Any(boolean said) implements AllowedBody {
    @Override
    public boolean takesNone() {
      return true;
    }
  }

  record Nothing() implements AllowedBody {
    @Override
    public boolean takesNone() {
      return true;
    }
  }

  /// JSON of this shape.
  ///
  /// @param shape an object or a list
  record OfJson(BodyRule shape) implements AllowedBody {
    @Override
    public boolean takesNone() {
      return shape instanceof BodyRule.Members members && members.required().isEmpty();
    }
  }

  /// A form as browsers send it, `application/x-www-form-urlencoded`.
  ///
  /// @param fields each a value, or a list of values where its name ends in `[]`
  record OfForm(BodyRule.Members fields) implements AllowedBody {
    @Override
    public boolean takesNone() {
      return fields.required().isEmpty();
    }
  }
}
