select
    measure_id,
    organisation_unit_id,
    period_id,
    target_version_id,
    trajectory_shape,
    baseline_value,
    expected_value,
    target_value,
    target_lower_value,
    target_upper_value,
    -- The forecast comes with the rule book; until then there is none to show.
    cast(null as {{ type_decimal() }}) as forecast_value,
    cast(null as {{ type_decimal() }}) as forecast_lower_value,
    cast(null as {{ type_decimal() }}) as forecast_upper_value,
    period_start_date,
    period_end_date
from {{ ref('int_trajectories') }}
