with statuses as (
    select * from {{ ref('int_statuses') }}
),

texts as (
    select * from {{ ref('int_status_texts') }}
),

measures as (
    select
        measure_id,
        measure_kind,
        direction,
        is_strict,
        maximum_value
    from {{ ref('stg_reference__measures') }}
),

months as (
    select
        month_number,
        month_name
    from {{ ref('stg_reference__calendar_months') }}
    where calendar = 'calendar'
),

-- The promise, the distance and what followed, each as a clause of its own.
final as (
    select
        texts.*,
        case
            when statuses.target_lower_value is not null
                then texts.target_lower_value || ' to ' || texts.target_upper_value
            when measures.measure_kind = 'band' then 'within ±' || texts.target_value
            when measures.direction = 'higher' and measures.is_strict
                then 'more than ' || texts.target_value
            -- Nothing lies beyond all of it, nor below nothing.
            when
                measures.direction = 'higher'
                and statuses.target_value = measures.maximum_value
                then texts.target_value
            when measures.direction = 'higher' then texts.target_value || ' or more'
            when measures.direction = 'lower' and measures.is_strict
                then 'under ' || texts.target_value
            when statuses.target_value = 0 then texts.target_value
            else texts.target_value || ' or less'
        end as target_in_words,
        case
            when statuses.expected_value != statuses.target_value
                then ' against ' || texts.expected_value || ' due by then'
            else ''
        end as due_by_then,
        case
            when measures.direction = 'none' and statuses.variance_pct = 0
                then 'inside the band'
            when statuses.variance_pct = 0 then 'exactly the target'
            when statuses.variance_pct < 0
                then {{ format_fraction('statuses.variance_pct') }} || ' better'
            when measures.direction = 'higher'
                then {{ format_fraction('statuses.variance_pct') }} || ' short'
            when measures.direction = 'lower'
                then {{ format_fraction('statuses.variance_pct') }} || ' over'
            else {{ format_fraction('statuses.variance_pct') }} || ' outside'
        end as distance,
        {{ long_date('statuses.deadline_date', 'deadline_months.month_name') }}
            as deadline,
        {{ long_date('statuses.due_date', 'due_months.month_name') }} as due_day,
        case
            when texts.previous_value is null or statuses.movement is null then ''
            when statuses.movement = 'unchanged'
                then ' Unchanged since ' || texts.previous_period || '.'
            else
                case statuses.movement
                    when 'improved' then ' Better than ' else ' Worse than '
                end || texts.previous_period || ' (' || texts.previous_value || ').'
        end as movement_sentence
    from statuses
    inner join texts using (measure_id, organisation_unit_id, period_id)
    inner join measures
        on statuses.measure_id = measures.measure_id
    left join months as deadline_months
        on extract(month from statuses.deadline_date) = deadline_months.month_number
    left join months as due_months
        on extract(month from statuses.due_date) = due_months.month_number
)

select * from final
