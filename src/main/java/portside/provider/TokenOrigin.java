package portside.provider;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// Where tokens come from, as an env file says it.
public sealed interface TokenOrigin {
  /// Tells accounts apart, whatever token they have now, and tells no secret.
  String digest();

  /// The same for people: `a token command`.
  String title();

  /// `OPENAI_TOKEN_COMMAND`: a program prints the token.
  ///
  /// @param words the program and its arguments; a person may have put a secret among them
  record Command(List<Secret> words) implements TokenOrigin {
    public Command {
      words = List.copyOf(words);
      if (words.isEmpty()) {
        throw new IllegalArgumentException("a command has a word");
      }
    }

    @Override
    public String digest() {
      return new Secret(words.stream().map(Secret::reveal).collect(Collectors.joining("\0", "command\0", ""))).digest();
    }

    @Override
    public String title() {
      return "a token command";
    }
  }

  /// `GOOGLE_APPLICATION_CREDENTIALS`: the key file of a service account of Google's.
  record ServiceAccount(Path file) implements TokenOrigin {
    @Override
    public String digest() {
      return new Secret("service account\0" + file.toAbsolutePath().normalize()).digest();
    }

    @Override
    public String title() {
      return "a service account of Google's";
    }
  }

  /// A person signs in with a browser; what came of it is kept in a file of the person's.
  sealed interface SignIn extends TokenOrigin {
    /// Begins the name of the file: `google` or `github`.
    String kind();

    /// The name of the account among several of one kind; `default` unless the env file says otherwise.
    String account();

    /// The application that the person registered for it.
    String clientId();

    /// The server a person signs in at.
    URI site();

    @Override
    default String digest() {
      return new Secret(String.join("\0", kind(), site().toString(), clientId(), account())).digest();
    }
  }

  /// `GOOGLE_CLIENT_ID`.
  ///
  /// @param clientSecret of an installed application, which Google gives some; empty for none
  /// @param elsewhere a server that is asked in place of Google's
  record GoogleSignIn(String clientId, Secret clientSecret, String account, Optional<URI> elsewhere) implements SignIn {
    @Override
    public String kind() {
      return "google";
    }

    @Override
    public String title() {
      return "a sign-in at Google";
    }

    @Override
    public URI site() {
      return elsewhere.orElse(URI.create("https://accounts.google.com"));
    }
  }

  /// Tokens of GitHub, that open Copilot.
  sealed interface Copilot extends TokenOrigin {
    /// `https://github.com`, or that of a company.
    URI site();
  }

  /// `COPILOT_TOKEN_COMMAND`: a program prints the token of GitHub, as `gh auth token` does.
  ///
  /// @param program as that of any token
  record CopilotCommand(Command program, URI site) implements Copilot {
    @Override
    public String digest() {
      return new Secret(site + "\0" + program.digest()).digest();
    }

    @Override
    public String title() {
      return "a token command for GitHub";
    }
  }

  /// `COPILOT_CLIENT_ID`: a person signs in at GitHub.
  record GitHubSignIn(String clientId, String account, URI site) implements SignIn, Copilot {
    @Override
    public String kind() {
      return "github";
    }

    @Override
    public String title() {
      return "a sign-in at GitHub";
    }
  }
}
