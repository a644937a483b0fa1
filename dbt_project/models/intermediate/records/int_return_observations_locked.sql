with observations as (
    select * from {{ ref('int_return_observations_matched') }}
),

-- Whose signature locks a period: the first approval, from the moment it came.
approvals as (
    select
        measure_id,
        period_id,
        min(received_at) as approved_at,
        min(signed_on_date) as approved_on_date
    from {{ ref('int_return_sign_offs_judged') }}
    where rejection_rule_id is null and state = 'approved'
    group by measure_id, period_id
),

-- What was said of the period before, by whichever return.
sequenced as (
    select
        observations.*,
        {% for cell in ['value', 'numerator', 'denominator', 'status'] -%}
        lag({{ cell }}_text) over said_before as previous_{{ cell }}_text,
        {% endfor -%}
        approvals.approved_on_date,
        coalesce(observations.received_at > approvals.approved_at, false)
            as is_after_approval
    from observations
    left join approvals
        on
            observations.measure_id = approvals.measure_id
            and observations.period_id = approvals.period_id
    window said_before as (
        partition by
            observations.measure_id,
            observations.organisation_unit_id,
            observations.period_id
        order by
            observations.received_at,
            observations.load_id,
            observations.file_name,
            observations.row_number
    )
),

-- A return that repeats what was approved changes nothing and is welcome.
final as (
    select
        *,
        is_after_approval and not (
            {% for cell in ['value', 'numerator', 'denominator', 'status'] -%}
            coalesce({{ cell }}_text, '') = coalesce(previous_{{ cell }}_text, '')
            {{- " and " if not loop.last }}
            {% endfor -%}
        ) as is_late_change
    from sequenced
)

select * from final
