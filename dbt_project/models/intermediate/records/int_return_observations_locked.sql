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

-- In the order they came. Without a reason, what comes after the approval stands for
-- nothing: it cannot make its own repetition harmless. A signature that overtook the
-- figure it is about locks from the first figure on.
numbered as (
    select
        observations.*,
        approvals.approved_on_date,
        coalesce(
            observations.received_at > approvals.approved_at
            and observations.received_at > min(observations.received_at) over (
                partition by observations.measure_id, observations.period_id
            ), false
        ) as is_after_approval,
        row_number() over (
            partition by
                observations.measure_id,
                observations.organisation_unit_id,
                observations.period_id
            order by
                observations.received_at,
                observations.load_id,
                observations.file_name,
                observations.row_number
        ) as said_number
    from observations
    left join approvals
        on
            observations.measure_id = approvals.measure_id
            and observations.period_id = approvals.period_id
),

sequenced as (
    select
        *,
        max(case
            when not is_after_approval or restatement_reason_text is not null
                then said_number
        end) over (
            partition by measure_id, organisation_unit_id, period_id
            order by said_number
            rows between unbounded preceding and 1 preceding
        ) as standing_number
    from numbered
),

-- A return that repeats what stands changes nothing and is welcome.
final as (
    select
        sequenced.*,
        {% for cell in ['value', 'numerator', 'denominator', 'status'] -%}
        standing.{{ cell }}_text as previous_{{ cell }}_text,
        {% endfor -%}
        sequenced.is_after_approval and not (
            {% for cell in ['value', 'numerator', 'denominator', 'status'] -%}
            coalesce(sequenced.{{ cell }}_text, '')
            = coalesce(standing.{{ cell }}_text, '')
            {{- " and " if not loop.last }}
            {% endfor -%}
        ) as is_late_change
    from sequenced
    left join numbered as standing
        on
            sequenced.measure_id = standing.measure_id
            and sequenced.organisation_unit_id = standing.organisation_unit_id
            and sequenced.period_id = standing.period_id
            and sequenced.standing_number = standing.said_number
)

select * from final
