package dev.countersign.console;

import dev.countersign.policy.GroupName;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.function.Consumer;

/// One page that is told when to look again. Nothing waits for its reader: what cannot be written
/// yet is written once it can, and several such become one. No thread is kept for it.
final class LiveStream implements WriteListener, AsyncListener {
  /// That something changed, and nothing else: the page asks for what its reader may see.
  private static final byte[] CHANGED =
      "event: changed\ndata: \n\n".getBytes(StandardCharsets.UTF_8);

  /// A comment, so that whatever stands between sees that the stream lives.
  private static final byte[] ALIVE = ":\n\n".getBytes(StandardCharsets.UTF_8);

  private final String account;
  private final Set<GroupName> groups;
  private String seen;
  private final AsyncContext context;
  private final ServletOutputStream out;
  private final Consumer<LiveStream> ended;
  private boolean changed;
  private boolean alive = true;
  private boolean unflushed;
  private boolean over;

  /// @param groups whose requests its reader sees
  /// @param seen how they stood when the page was made, see [LiveQueue#seen]
  /// @param ended called once, when it is over
  LiveStream(
      String account,
      Set<GroupName> groups,
      String seen,
      AsyncContext context,
      ServletOutputStream out,
      Consumer<LiveStream> ended) {
    this.account = account;
    this.groups = Set.copyOf(groups);
    this.seen = seen;
    this.context = context;
    this.out = out;
    this.ended = ended;
  }

  String account() {
    return account;
  }

  Set<GroupName> groups() {
    return groups;
  }

  /// How its groups stand now.
  synchronized void seen(String now) {
    if (!now.equals(seen)) {
      seen = now;
      changed = true;
      write();
    }
  }

  synchronized void keepAlive() {
    alive = true;
    write();
  }

  @Override
  public synchronized void onWritePossible() {
    write();
  }

  /// By the container's rule: after each write it is asked anew whether another is possible, and
  /// calls when it has become so.
  private void write() {
    try {
      while (!over && out.isReady()) {
        if (unflushed) {
          unflushed = false;
          out.flush();
        } else if (changed || alive) {
          out.write(changed ? CHANGED : ALIVE);
          changed = false;
          alive = false;
          unflushed = true;
        } else {
          return;
        }
      }
    } catch (IOException | IllegalStateException _) {
      end(); // whoever read it is gone
    }
  }

  synchronized void end() {
    if (!over) {
      over = true;
      ended.accept(this);
      try {
        context.complete();
      } catch (IllegalStateException _) {
        // The container ended it already.
      }
    }
  }

  @Override
  public void onError(Throwable thrown) {
    end();
  }

  @Override
  public void onComplete(AsyncEvent event) {
    end();
  }

  @Override
  public void onTimeout(AsyncEvent event) {
    end();
  }

  @Override
  public void onError(AsyncEvent event) {
    end();
  }

  @Override
  public void onStartAsync(AsyncEvent event) {
    // It is begun once.
  }
}
