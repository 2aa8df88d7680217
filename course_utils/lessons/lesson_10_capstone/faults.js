// Ten training loops with one bug each: their lines, what heals them, and how the losses look.

const LOSS = "loss = ((params[0] * x + params[1] - y) ** 2).mean()";
const DATA = "x, y = 0.1 * t_u, t_c";
const BACKWARD = ["params.grad = None", "loss.backward()"];
const STEP = ["with torch.no_grad():", "    params -= lr * params.grad"];

/** The loop of most of them; other lines can be given. */
const loop = ({ data = [DATA], loss = [LOSS], backward = BACKWARD, step = STEP }) => [
  "t_u, t_c = simulate.thermometer()",
  ...data,
  "params, losses = torch.tensor(start, requires_grad=True), []",
  "for _ in range(epochs):",
  ...[...loss, "losses.append(loss.item())", ...backward, ...step].map((line) => `    ${line}`),
  "return _run(params, losses)",
];

const leak = [
  "t_u, t_c = simulate.thermometer()",
  DATA,
  "x_train, x_val, y_train, y_val = x[TRAIN], x[VAL], y[TRAIN], y[VAL]",
  "params, train, val = torch.tensor(start, requires_grad=True), [], []",
  "for _ in range(epochs):",
  "    train_loss = ((params[0] * x_train + params[1] - y_train) ** 2).mean()",
  "    val_loss = ((params[0] * x_val + params[1] - y_val) ** 2).mean()",
  "    train.append(train_loss.item())",
  "    val.append(val_loss.item())",
  "    params.grad = None",
  "    (train_loss + val_loss).backward()",
  ...STEP.map((line) => `    ${line}`),
  "return _run(params, train, val=val)",
];

const statistics = [
  "t_u, t_c = simulate.thermometer()",
  "x_train, x_val, y_train, y_val = t_u[TRAIN], t_u[VAL], t_c[TRAIN], t_c[VAL]",
  "z_train = (x_train - x_train.mean()) / x_train.std()",
  "z_val = (x_val - x_val.mean()) / x_val.std()",
  "params, train, val = torch.tensor(start, requires_grad=True), [], []",
  "for _ in range(epochs):",
  "    loss = ((params[0] * z_train + params[1] - y_train) ** 2).mean()",
  "    train.append(loss.item())",
  "    with torch.no_grad():",
  "        val.append(((params[0] * z_val + params[1] - y_val) ** 2).mean().item())",
  ...[...BACKWARD, ...STEP].map((line) => `    ${line}`),
  "return _run(params, train, val=val)",
];

const alias = [
  "t_u, t_c = simulate.thermometer()",
  DATA,
  "kept, runs = torch.tensor(start), ([], [])",
  "for losses in runs:",
  "    params = kept",
  "    params.requires_grad_()",
  "    for _ in range(epochs):",
  ...[LOSS, "losses.append(loss.item())", ...BACKWARD, ...STEP].map((line) => `        ${line}`),
  "return _run(params, runs[0], again=runs[1])",
];

/**
 * Each bug: the `code` of the loop, the lines that are the `fault`, those that `mend` it, and the
 * `symptom` in words, as `course_utils/clinic.py` has them.
 *
 * @type {Record<string, { code: string[], fault: string[], mend: string[], symptom: string }>}
 */
export const FAULTS = {
  "not zeroed": {
    code: loop({ backward: ["loss.backward()"] }),
    fault: ["loss.backward()"],
    mend: BACKWARD,
    symptom: "without zeroing the loss swings and stays bounded",
  },
  sign: {
    code: loop({ step: [STEP[0], "    params += lr * params.grad"] }),
    fault: ["params += lr * params.grad"],
    mend: ["params -= lr * params.grad"],
    symptom: "a wrong sign starts like a healthy run and grows in every epoch, without bound",
  },
  "sum for mean": {
    code: loop({ loss: [LOSS.replace("mean", "sum")] }),
    fault: [LOSS.replace("mean", "sum")],
    mend: [LOSS],
    symptom:
      "a sum starts n times too high, here eleven times, and its gradient is as much too long",
  },
  "raw inputs": {
    code: loop({ data: ["x, y = t_u, t_c"] }),
    fault: ["x, y = t_u, t_c"],
    mend: [DATA],
    symptom: "raw inputs make the loss grow more than a thousandfold in an epoch",
  },
  broadcast: {
    code: loop({
      loss: ["y_hat = params[0] * x[:, None] + params[1]", "loss = ((y_hat - y) ** 2).mean()"],
    }),
    fault: ["y_hat = params[0] * x[:, None] + params[1]"],
    mend: ["y_hat = params[0] * x + params[1]"],
    symptom: "a broadcast loss can fall no lower than the variance of t_c, 77.14, with w near 0",
  },
  "zero before step": {
    code: loop({ backward: ["loss.backward()", "params.grad.zero_()"] }),
    fault: ["loss.backward()", "params.grad.zero_()"],
    mend: BACKWARD,
    symptom: "with the gradient zeroed before the step nothing moves at all",
  },
  detached: {
    code: loop({
      loss: [`${LOSS}.detach()`],
      backward: [
        "params.grad = None",
        "try:",
        "    loss.backward()",
        "except RuntimeError as error:",
        "    return _run(params, losses, message=str(error))",
      ],
    }),
    fault: [`${LOSS}.detach()`],
    mend: [LOSS],
    symptom: "a detached loss has no record, and backward stops with an error",
  },
  "validation leak": {
    code: leak,
    fault: ["(train_loss + val_loss).backward()"],
    mend: ["train_loss.backward()"],
    symptom: "a leak lets the few validation readings pull the line until they fit best",
  },
  "own statistics": {
    code: statistics,
    fault: ["z_val = (x_val - x_val.mean()) / x_val.std()"],
    mend: ["z_val = (x_val - x_train.mean()) / x_train.std()"],
    symptom:
      "with statistics of its own the validation loss stays high while the training is healthy",
  },
  "alias reset": {
    code: alias,
    fault: ["params = kept"],
    mend: ["params = kept.clone()"],
    symptom: "with an alias for a reset the second run goes on where the first ended",
  },
};

/** Where in its code the fault of a bug stands. */
export function faultAt(bug) {
  const { code, fault } = FAULTS[bug];
  const first = code.findIndex((line) => line.trim() === fault[0]);
  return fault.map((_, i) => first + i);
}
