"""The operations of torch, by whether another machine may round their results otherwise."""

_FUSED = """
    addcmul addcdiv lerp linspace logspace arange addr hypot rsqrt
    tanh_backward sigmoid_backward mse_loss_backward smooth_l1_loss_backward huber_loss_backward
    softplus_backward silu_backward gelu_backward elu_backward log_sigmoid_backward
    binary_cross_entropy_backward _softmax_backward_data _log_softmax_backward_data
    _fused_sgd _fused_adam _fused_adamw _fused_adagrad
"""
_ORDER = """
    sum nansum mean prod var std var_mean std_mean trace cumsum cumprod
    norm linalg_vector_norm _cdist_forward
    dot vdot mv mm bmm addmm addmv addbmm baddbmm
    mse_loss l1_loss smooth_l1_loss huber_loss binary_cross_entropy nll_loss_forward
    logsumexp _logcumsumexp _softmax _log_softmax
    index_add scatter_add embedding_dense_backward unfold_backward
    native_layer_norm native_layer_norm_backward native_batch_norm native_batch_norm_backward
    convolution convolution_backward avg_pool2d avg_pool2d_backward _adaptive_avg_pool2d
"""
_FUNCTIONS = """
    exp exp2 expm1 log log2 log10 log1p pow sin cos tan asin acos atan atan2 sinh cosh tanh
    asinh acosh atanh sigmoid log_sigmoid_forward softplus silu gelu elu mish erf erfc erfinv
    lgamma digamma logit logaddexp logaddexp2 xlogy sinc polygamma
"""
_FACTORISATIONS = """
    _linalg_eigh _linalg_svd _linalg_solve_ex _linalg_det _linalg_slogdet linalg_lstsq
    linalg_inv_ex linalg_qr linalg_cholesky_ex linalg_lu_factor_ex linalg_lu linalg_lu_solve
    linalg_eig linalg_solve_triangular triangular_solve cholesky_solve cholesky_inverse
    geqrf ormqr linalg_householder_product linalg_matrix_exp
"""
RANDOM = "normal randn randn_like exponential log_normal cauchy geometric".split()
_FIXED = """
    add sub rsub mul div neg abs sqrt reciprocal square sign sgn floor ceil round trunc frac fmod
    remainder clamp clamp_min clamp_max maximum minimum max min amax amin aminmax where relu
    threshold threshold_backward hardtanh hardtanh_backward leaky_relu leaky_relu_backward copysign
    nextafter median nanmedian kthvalue mode sort topk cummax cummin floor_divide heaviside ldexp
    clone copy _to_copy cat stack fill zero zeros ones full empty empty_strided zeros_like ones_like
    full_like empty_like new_zeros new_ones new_full new_empty new_empty_strided eye scalar_tensor
    lift_fresh_copy _unsafe_view resize set repeat repeat_interleave flip roll rot90 tril triu
    diag_embed index index_put _index_put_impl _unsafe_index masked_fill masked_select
    masked_scatter index_select index_copy index_fill gather scatter take put constant_pad_nd
    select_backward slice_backward diagonal_backward select_scatter slice_scatter embedding
    nan_to_num uniform rand rand_like bernoulli native_dropout native_dropout_backward
    max_pool2d_with_indices _unique2 unique_dim unique_consecutive
"""
FREE = {*f"{_FUSED} {_ORDER} {_FUNCTIONS} {_FACTORISATIONS}".split(), *RANDOM, "add", "sub"}
LISTED = {*FREE, *_FIXED.split()}

# However they are rounded, these results do not leave their range.
RANGE = dict.fromkeys("tanh sin cos erf".split(), (-1, 1))
RANGE |= dict.fromkeys("sigmoid _softmax".split(), (0, 1))
