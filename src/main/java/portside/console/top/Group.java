package portside.console.top;

/// Sums under a name: a model or a project.
record Group(String name, Sums sums) {}
